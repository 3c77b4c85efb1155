/** Masked text with its placeholders as quiet tags and its evidence words marked. */
import { useMemo } from "react";
import type { Turn } from "../../api/types";
import { useWords } from "../../i18n";
import { cut, type Span } from "../../shared/spans";
import { type Evidence, placed } from "../warnings";

type Mark = { entity: string } | { evidence: Evidence };

interface Props {
  text: string;
  entities: Turn["entities"];
  evidence: readonly Evidence[];
}

export function MarkedText({ text, entities, evidence }: Props) {
  const { t, name } = useWords();
  const pieces = useMemo(() => {
    const spans: Span<Mark>[] = entities.map((e) => ({ start: e.start, end: e.end, value: { entity: e.kind } }));
    for (const found of evidence) {
      const { reason } = found;
      if (placed(reason)) spans.push({ start: reason.start, end: reason.end, value: { evidence: found } });
    }
    return cut(text, spans);
  }, [text, entities, evidence]);

  return pieces.map(({ start, text: words, values }) => {
    const entity = values.find((value) => "entity" in value)?.entity;
    if (entity !== undefined) {
      const kind = name("entity", entity);
      return (
        <span key={start} className="placeholder" title={t("entity.masked", { kind })}>
          {words.replace(/^\[(.*)\]$/, kind)}
        </span>
      );
    }
    const found = values.flatMap((value) => ("evidence" in value ? [value.evidence] : []));
    if (found.length === 0) return words;
    const look = found.some((each) => each.source === "risk") ? "mark-risk" : "mark-reading";
    const cue = found.some((each) => each.reason.kind === "cue") ? " mark-cue" : "";
    const told = found.map(({ reason }) => `${name("reason", reason.kind)} ${reason.weight.toFixed(2)}`).join(" · ");
    return (
      <mark key={start} className={look + cue} title={told}>
        {words}
      </mark>
    );
  });
}
