/** The live stream: server-sent events read with fetch, so that the key can go in a header (EventSource cannot). */
import { ApiError, request } from "./client";
import { EventStreamParser, type ServerEvent } from "./sse";

export type Connection = "connecting" | "open" | "waiting" | "refused";

export interface LiveListener {
  /** `refused`: the service wants a key; nothing more is tried. */
  connection(state: Connection): void;
  event(event: ServerEvent): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** The service pings every 15 s; three missed pings mean a dead line that TCP has not noticed. */
const SILENCE_LIMIT_MS = 45_000;

/** Doubles from half a second to 15 s, less up to a quarter by chance so that many consoles do not return at once. */
export function backoff(attempt: number, chance: number): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS);
  return full * (1 - 0.25 * chance);
}

/** Reads until `signal` is aborted; comes back by itself after every break. */
export async function followLive(listener: LiveListener, signal: AbortSignal, path = "v1/live"): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    listener.connection("connecting");
    try {
      await readOnce(listener, signal, path, () => (attempt = 0));
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
        listener.connection("refused");
        return;
      }
    }
    if (signal.aborted) return;
    listener.connection("waiting");
    await pause(backoff(attempt, Math.random()), signal);
  }
}

async function readOnce(listener: LiveListener, signal: AbortSignal, path: string, opened: () => void): Promise<void> {
  const line = new AbortController();
  const stop = () => line.abort();
  signal.addEventListener("abort", stop);
  let watch = window.setTimeout(stop, SILENCE_LIMIT_MS);
  try {
    const answer = await request(path, { signal: line.signal, headers: { Accept: "text/event-stream" } });
    if (!answer.body) throw new ApiError(0, "no stream");
    opened();
    listener.connection("open");
    const parser = new EventStreamParser();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      window.clearTimeout(watch);
      watch = window.setTimeout(stop, SILENCE_LIMIT_MS);
      parser.feed(value).forEach((event) => listener.event(event));
    }
  } finally {
    window.clearTimeout(watch);
    signal.removeEventListener("abort", stop);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      window.clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = window.setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
