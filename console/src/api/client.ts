/** Calls to the service: one origin, JSON, problem+json errors; a typed key, or the session's cookie with its CSRF token. */
import { queryString } from "../shared/query";
import { passing } from "../shared/storage";
import type { Action, ConversationDetail, ListPage, Me, Overview, WarningReport } from "./types";

const KEY = "zhiyin.key";

/** The key lives in the tab only: closing it forgets the key. */
export function apiKey(): string {
  return passing.getItem(KEY) ?? "";
}

export function setApiKey(key: string): void {
  passing.setItem(KEY, key);
}

/** What is wrong with one field of a form: `what` is a code such as `length`. */
export interface Fault {
  where: string;
  what: string;
}

/** An answer that is not a success. `status` 0: the service could not be reached at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly faults: readonly Fault[];
  /** Seconds after which to try again, where the service says so. */
  readonly retryAfter: number | null;

  constructor(status: number, message: string, faults: readonly Fault[] = [], retryAfter: number | null = null) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.faults = faults;
    this.retryAfter = retryAfter;
  }
}

const HARMLESS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Proves to the service that a change comes from this page; `GET v1/me` and signing in tell it. */
let csrf = "";
let signedOut: () => void = () => undefined;

export function setCsrf(token: string): void {
  csrf = token;
}

/** Called whenever the service no longer knows who this is. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

/** Relative to the page, so that the console also works behind a path prefix. */
export function address(path: string): string {
  return new URL(path, document.baseURI).toString();
}

export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let answer = await call(path, init);
  const changing = !HARMLESS.has(init.method ?? "GET");
  if (answer.status === 403 && changing && (await isStale())) answer = await call(path, init);
  if (answer.status === 401) signedOut();
  if (!answer.ok) throw await failure(answer);
  return answer;
}

async function call(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  const key = apiKey();
  if (key) headers.set("Authorization", `Bearer ${key}`);
  if (csrf && !HARMLESS.has(init.method ?? "GET")) headers.set("X-CSRF-Token", csrf);
  try {
    return await fetch(address(path), { ...init, headers, cache: "no-store" });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiError(0, String(cause));
  }
}

/** Whether another tab has signed in anew, so that the token here belongs to a session that is over. */
async function isStale(): Promise<boolean> {
  if (csrf === "") return false;
  const answer = await call("v1/me", {});
  if (!answer.ok) return false;
  const before = csrf;
  csrf = ((await answer.json()) as Me).csrf;
  return csrf !== "" && csrf !== before;
}

async function failure(answer: Response): Promise<ApiError> {
  const fallback = `${answer.status} ${answer.statusText}`.trim();
  const wait = Number.parseInt(answer.headers.get("Retry-After") ?? "", 10);
  const retryAfter = Number.isNaN(wait) ? null : wait;
  try {
    const body: unknown = await answer.json();
    if (typeof body !== "object" || body === null) return new ApiError(answer.status, fallback, [], retryAfter);
    const { title, detail, errors } = body as { title?: unknown; detail?: unknown; errors?: unknown };
    // The detail is a whole sentence; the title only says of which kind the problem is.
    const message = [detail, title].find((part): part is string => typeof part === "string" && part !== "") ?? fallback;
    return new ApiError(answer.status, message, Array.isArray(errors) ? (errors as Fault[]) : [], retryAfter);
  } catch {
    return new ApiError(answer.status, fallback, [], retryAfter);
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

export async function getMe(signal: AbortSignal): Promise<Me> {
  const me = await json<Me>("v1/me", { signal });
  setCsrf(me.csrf);
  return me;
}

export interface ListFilter {
  tier: string;
  scene: string;
}

export function getOverview(signal: AbortSignal): Promise<Overview> {
  return json("v1/overview", { signal });
}

export function getConversations(filter: ListFilter, offset: number, limit: number, signal: AbortSignal): Promise<ListPage> {
  const { tier, scene } = filter;
  return json(`v1/conversations?${queryString({ order: "risk", limit, offset, tier, scene })}`, { signal });
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
