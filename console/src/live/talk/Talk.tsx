/** What was said, in order; stays at the newest turn unless the person has scrolled up to read. */
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Turn } from "../../api/types";
import { useWords } from "../../i18n";
import { evidenceByTurn, warnings } from "../warnings";
import { TurnView } from "./TurnView";
import type { Corrections } from "./useCorrections";

const NEAR_END_PX = 80;

export function turnId(event: string): string {
  return `turn-${event}`;
}

interface Props {
  turns: readonly Turn[];
  flash: string | null;
  corrections: Corrections;
}

export function Talk({ turns, flash, corrections }: Props) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [behind, setBehind] = useState(false);
  const evidence = useMemo(() => evidenceByTurn(turns), [turns]);
  const warned = useMemo(() => new Map(warnings(turns).map((w) => [w.turn.event_id, w])), [turns]);

  const toEnd = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  useLayoutEffect(() => {
    if (following.current) toEnd();
    else setBehind(true);
  }, [turns.length]);

  const scrolled = () => {
    const at = box.current;
    if (!at) return;
    following.current = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR_END_PX;
    if (following.current) setBehind(false);
  };
  return (
    <div className="talk-body">
      <div ref={box} className="turns" onScroll={scrolled} role="log" aria-label={t("talk.label")} tabIndex={0}>
        {turns.map((turn, index) => (
          <TurnView
            key={turn.event_id}
            id={turnId(turn.event_id)}
            turn={turn}
            evidence={evidence.get(turn.event_id)}
            warning={warned.get(turn.event_id)}
            again={turns[index - 1]?.kind === "silence"}
            flash={flash === turn.event_id}
            corrections={corrections}
          />
        ))}
      </div>
      {behind && (
        <button type="button" className="newest" onClick={toEnd}>
          ↓ {t("talk.newest")}
        </button>
      )}
    </div>
  );
}
