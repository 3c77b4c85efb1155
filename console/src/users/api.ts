/** Calls of the users tab. */
import { json, send } from "../api/client";
import type { Access, User } from "../api/types";

export interface NewUser {
  login: string;
  name: string;
  access: Access;
  staff: string;
  password: string;
}

const at = (id: string) => `v1/users/${encodeURIComponent(id)}`;

export function getUsers(_: string, signal: AbortSignal): Promise<{ users: User[] }> {
  return json("v1/users", { signal });
}

export function addUser(user: NewUser): Promise<User> {
  return send("POST", "v1/users", user);
}

export function changeUser(id: string, change: { name?: string; access?: Access; disabled?: boolean; staff?: string }): Promise<User> {
  return send("PATCH", at(id), change);
}

export function resetPassword(id: string, password: string): Promise<User> {
  return send("POST", `${at(id)}/password`, { password });
}

export function endSessions(id: string): Promise<{ ended: number }> {
  return send("DELETE", `${at(id)}/sessions`);
}
