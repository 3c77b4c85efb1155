/** Calls behind the reply box: suggestions, banned phrases, uses, and noting what was sent. */
import type { components } from "../../api/schema";
import { ApiError, json, send } from "../../api/client";
import type { ConversationDetail, Desk } from "../../api/types";
import { OFFERED, type Said } from "../nextStep";

type Schemas = components["schemas"];

/** Something in a reply that must not be said; places count code points. */
export interface Banned {
  start: number;
  end: number;
  phrase: string;
  what: string;
  mend: string;
}

/** `null`: this service has no script library (or the caller may not see it). */
export async function getSuggestions(conversation: string, signal: AbortSignal): Promise<Said[] | null> {
  const query = new URLSearchParams({ conversation, limit: String(OFFERED) });
  const found = await unlessAbsent(json<Schemas["SuggestionsShape"]>(`v1/scripts/suggestions?${query.toString()}`, { signal }));
  return found?.suggestions.map(({ id, scene, title, text, why, uses }) => ({ id, scene, title, text, why, uses })) ?? null;
}

/** `null`: it cannot be checked here. */
export async function checkReply(text: string, scene: string): Promise<Banned[] | null> {
  const found = await unlessAbsent(send<Schemas["CheckedShape"]>("POST", "v1/scripts/check", { text, scene }));
  const points = Array.from(text);
  return (
    found?.findings.map(({ start, end, what, mend }) => ({ start, end, what, mend, phrase: points.slice(start, end).join("") })) ?? null
  );
}

/** That an agent has said it; `changed`: not in the library's words. */
export function noteUse({ id, scene }: Said, conversation: string, changed: boolean): Promise<unknown> {
  const path = `v1/scripts/${encodeURIComponent(id ?? "")}/uses?${new URLSearchParams({ scene }).toString()}`;
  return unlessAbsent(send("POST", path, { conversation, changed }));
}

export function getDesk(_: string, signal: AbortSignal): Promise<Desk> {
  return json("v1/desk", { signal });
}

/** The reply as a turn of the agent; what was sent elsewhere is thereby known here. */
export async function noteSent({ id, scene, channel }: ConversationDetail, text: string): Promise<void> {
  const event = {
    event_id: `desk-${letters(20)}`, conversation_id: id, role: "agent", at: new Date().toISOString(), text, scene, channel,
  };
  const { results } = await send<{ results: { status: string; detail: string }[] }>("POST", "v1/events", { events: [event] });
  const [first] = results;
  if (first && first.status !== "accepted") throw new ApiError(422, first.detail || first.status);
}

/** Letters only: digits in a name could be taken for a personal number. */
function letters(count: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) => String.fromCharCode(97 + (byte % 26))).join("");
}

async function unlessAbsent<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && [403, 404, 405].includes(error.status)) return null;
    throw error;
  }
}
