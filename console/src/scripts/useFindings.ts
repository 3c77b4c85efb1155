/** Checks what is being written, shortly after each change. */
import { useEffect, useState } from "react";
import { checkScript, type Fault } from "./api";
import type { Draft } from "./draft";

const PAUSE_MS = 250;

interface Found {
  /** What was checked. */
  of: string;
  findings: readonly Fault[];
  warnings: readonly string[];
}

const NOTHING: Found = { of: "", findings: [], warnings: [] };

export function useFindings(draft: Draft, id: string, on: boolean) {
  const { scene, text, when, groups } = draft;
  const [found, setFound] = useState<Found>(NOTHING);
  const wanted = on && text.trim() !== "" ? JSON.stringify({ scene, text, when, groups, id, script: true }) : "";

  useEffect(() => {
    if (wanted === "") return undefined;
    const leaving = new AbortController();
    const later = setTimeout(() => {
      checkScript(JSON.parse(wanted), leaving.signal).then(
        ({ findings, warnings }) => setFound({ of: wanted, findings, warnings }),
        // Saving checks again and says why it cannot: a failed look while writing is no reason to stop.
        () => setFound({ ...NOTHING, of: wanted }),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(later);
      leaving.abort();
    };
  }, [wanted]);

  const { findings, warnings } = wanted === "" ? NOTHING : found;
  return { findings, warnings, checking: wanted !== "" && found.of !== wanted };
}
