/** Calls to the service: one origin, JSON, problem+json errors, and the key the person typed in. */
import type { Action, ConversationDetail, ListPage, Me, Overview, WarningReport } from "./types";

const KEY = "zhiyin.key";

/** The key lives in the tab only: closing it forgets the key. */
export function apiKey(): string {
  return sessionStorage.getItem(KEY) ?? "";
}

export function setApiKey(key: string): void {
  sessionStorage.setItem(KEY, key);
}

/** An answer that is not a success. `status` 0: the service could not be reached at all. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }
}

/** Relative to the page, so that the console also works behind a path prefix. */
export function address(path: string): string {
  return new URL(path, document.baseURI).toString();
}

export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const key = apiKey();
  if (key) headers.set("Authorization", `Bearer ${key}`);
  let answer: Response;
  try {
    answer = await fetch(address(path), { ...init, headers, cache: "no-store" });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiError(0, String(cause));
  }
  if (!answer.ok) throw new ApiError(answer.status, await problem(answer));
  return answer;
}

async function problem(answer: Response): Promise<string> {
  const fallback = `${answer.status} ${answer.statusText}`.trim();
  try {
    const body: unknown = await answer.json();
    if (typeof body !== "object" || body === null) return fallback;
    const { title, detail } = body as { title?: unknown; detail?: unknown };
    // The detail is a whole sentence; the title only says of which kind the problem is.
    return [detail, title].find((part): part is string => typeof part === "string" && part !== "") ?? fallback;
  } catch {
    return fallback;
  }
}

/** The answer's JSON; an empty answer (204) is `undefined`. */
export async function json<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await request(path, init);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** `POST`, `PUT`, `PATCH` or `DELETE` with a JSON body. */
export function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.headers = { "Content-Type": "application/json" };
    init.body = JSON.stringify(body);
  }
  return json(path, init);
}

export function getMe(signal: AbortSignal): Promise<Me> {
  return json("v1/me", { signal });
}

export interface ListFilter {
  tier: string;
  scene: string;
}

export function getOverview(signal: AbortSignal): Promise<Overview> {
  return json("v1/overview", { signal });
}

export function getConversations(filter: ListFilter, offset: number, limit: number, signal: AbortSignal): Promise<ListPage> {
  const query = new URLSearchParams({ order: "risk", limit: String(limit), offset: String(offset) });
  if (filter.tier) query.set("tier", filter.tier);
  if (filter.scene) query.set("scene", filter.scene);
  return json(`v1/conversations?${query.toString()}`, { signal });
}

export function getConversation(id: string, signal: AbortSignal): Promise<ConversationDetail> {
  return json(`v1/conversations/${encodeURIComponent(id)}`, { signal });
}

export function replayAction(id: string): Promise<Action> {
  return send("POST", `v1/actions/${encodeURIComponent(id)}/replay`);
}

export function getWarningReport(query: string, signal: AbortSignal): Promise<WarningReport> {
  return json(`v1/warnings/report?${query}`, { signal });
}
