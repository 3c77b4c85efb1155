/** Calls of signing in, of one's own account, and of the first administrator. */
import { json, send, setApiKey, setCsrf } from "../api/client";
import type { Door, Me, Session } from "../api/types";

export function getDoor(_: string, signal: AbortSignal): Promise<Door> {
  return json("v1/setup", { signal });
}

async function entering(answer: Promise<Me>): Promise<void> {
  const { csrf } = await answer;
  setApiKey(""); // a key goes before the cookie, and would hide who has just signed in
  setCsrf(csrf);
}

export function signIn(login: string, password: string): Promise<void> {
  return entering(send("POST", "v1/session", { login, password }));
}

export function setUp(first: { login: string; name: string; password: string; code: string }): Promise<void> {
  return entering(send("POST", "v1/setup", first));
}

export async function signOut(): Promise<void> {
  await send("DELETE", "v1/session");
  setApiKey("");
  setCsrf("");
}

export function changePassword(present: string, password: string): Promise<void> {
  return entering(send("PUT", "v1/me/password", { present, password }));
}

export function getMySessions(_: string, signal: AbortSignal): Promise<{ sessions: Session[] }> {
  return json("v1/me/sessions", { signal });
}

export function endMySession(id: string): Promise<void> {
  return send("DELETE", `v1/me/sessions/${encodeURIComponent(id)}`);
}

export function endMyOtherSessions(): Promise<{ ended: number }> {
  return send("DELETE", "v1/me/sessions");
}
