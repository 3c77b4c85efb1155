/** Something asked of the service: what came last, what went wrong, and asking again. */
import { useEffect, useState } from "react";
import { ApiError } from "../api/client";

export interface Asked<T> {
  /** The last one that came; it stays while another is on its way. */
  answer: T | null;
  error: ApiError | null;
  loading: boolean;
  again: () => void;
}

/** Asks whenever `query` changes; `null` asks for nothing. `ask` must not change between renders (a module's function). */
export function useAsked<T>(query: string | null, ask: (query: string, signal: AbortSignal) => Promise<T>): Asked<T> {
  const [round, setRound] = useState(0);
  const asked = query === null ? null : `${round}?${query}`;
  const [told, setTold] = useState<{ to: string | null; answer: T | null; error: ApiError | null }>({
    to: null, answer: null, error: null,
  });

  useEffect(() => {
    if (query === null) return undefined;
    const leaving = new AbortController();
    ask(query, leaving.signal).then(
      (answer) => setTold({ to: asked, answer, error: null }),
      (cause: unknown) => {
        if (leaving.signal.aborted) return;
        const error = cause instanceof ApiError ? cause : new ApiError(0, String(cause));
        setTold((before) => ({ to: asked, answer: before.answer, error }));
      },
    );
    return () => leaving.abort();
  }, [query, asked, ask]);

  const again = () => setRound((before) => before + 1);
  return { answer: told.answer, error: told.error, loading: asked !== null && told.to !== asked, again };
}
