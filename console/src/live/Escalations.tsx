import { useEffect, useRef, useState } from "react";
import type { Tier } from "../api/types";
import { useWords } from "../i18n";
import type { Rows } from "./model";

/** Tells screen readers when a conversation becomes severe; the list shows it to everybody else. */
export function Escalations({ rows }: { rows: Rows }) {
  const { t } = useWords();
  const before = useRef(new Map<string, Tier>());
  const [told, setTold] = useState("");

  useEffect(() => {
    const risen = [...rows.values()].filter(
      ({ id, tier }) => tier === "severe" && (before.current.get(id) ?? tier) !== tier,
    );
    before.current = new Map([...rows.values()].map((row) => [row.id, row.tier]));
    const last = risen.at(-1);
    if (last) setTold(t("live.escalated", { id: last.id, tier: t("tier.severe") }));
  }, [rows, t]);

  return (
    <div className="unseen" role="status" aria-live="polite">
      {told}
    </div>
  );
}
