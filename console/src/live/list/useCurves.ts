import { useEffect, useRef } from "react";
import type { Row } from "../model";

const SETTLE_MS = 150;
const AT_ONCE = 6;

/** Reads, a few at a time, the conversations on screen whose small curve began before the page was opened. */
export function useCurves(rows: readonly (Row | undefined)[], load: (id: string) => Promise<void>): void {
  const asked = useRef(new Set<string>());
  const lacking = rows.filter((row): row is Row => row !== undefined && !row.whole);
  const key = lacking.map((row) => row.summary.id).join("\n");

  useEffect(() => {
    const timer = window.setTimeout(() => {
      const next = key.split("\n").filter((id) => id !== "" && !asked.current.has(id));
      next.slice(0, AT_ONCE).forEach((id) => {
        asked.current.add(id);
        void load(id);
      });
    }, SETTLE_MS);
    return () => window.clearTimeout(timer);
  }, [key, load]);
}
