import { useEffect, useState } from "react";
import { ApiError, getWarningReport } from "../api/client";
import type { WarningReport } from "../api/types";

export interface Asked {
  /** The last one that came; it stays while another is on its way. */
  report: WarningReport | null;
  error: ApiError | null;
  loading: boolean;
  again: () => void;
}

/** The report for a query; `null` asks for nothing. `again` asks once more. */
export function useReport(query: string | null): Asked {
  const [round, setRound] = useState(0);
  const asked = query === null ? null : `${round}?${query}`;
  const [answer, setAnswer] = useState<{ to: string | null; report: WarningReport | null; error: ApiError | null }>({
    to: null, report: null, error: null,
  });

  useEffect(() => {
    if (query === null) return undefined;
    const leaving = new AbortController();
    getWarningReport(query, leaving.signal).then(
      (report) => setAnswer({ to: asked, report, error: null }),
      (cause: unknown) => {
        if (leaving.signal.aborted) return;
        const error = cause instanceof ApiError ? cause : new ApiError(0, String(cause));
        setAnswer((before) => ({ to: asked, report: before.report, error }));
      },
    );
    return () => leaving.abort();
  }, [query, asked]);

  const again = () => setRound((before) => before + 1);
  return { report: answer.report, error: answer.error, loading: asked !== null && answer.to !== asked, again };
}
