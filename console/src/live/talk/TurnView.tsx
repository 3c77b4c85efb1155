import type { Turn } from "../../api/types";
import { useWords } from "../../i18n";
import { chance, clock } from "../../shared/format";
import { TierGlyph } from "../../shared/TierBadge";
import type { Evidence, Warning } from "../warnings";
import { CorrectReading } from "./CorrectReading";
import { MarkedText } from "./MarkedText";
import { ReadingLine } from "./ReadingLine";
import type { Corrections } from "./useCorrections";

interface Props {
  id: string;
  turn: Turn;
  evidence: readonly Evidence[] | undefined;
  warning: Warning | undefined;
  /** A silence right after another one. */
  again: boolean;
  flash: boolean;
  corrections: Corrections;
}

export function TurnView({ id, turn, evidence, warning, again, flash, corrections }: Props) {
  const { t, name, locale } = useWords();
  const silence = turn.kind === "silence";
  return (
    <article
      id={id}
      className={`turn turn-${silence ? "silence" : turn.role}${flash ? " turn-flash" : ""}`}
      data-event={turn.event_id}
    >
      <div className="turn-meta">
        <span className="turn-role">{silence ? "" : name("role", turn.role)}</span>
        <time dateTime={turn.at}>{clock(turn.at, locale)}</time>
      </div>
      <div className="turn-main">
        {silence ? (
          <p className="turn-text quiet">{t(again ? "talk.silence.again" : "talk.silence.plain")}</p>
        ) : (
          <p className="turn-text">
            <MarkedText text={turn.text} entities={turn.entities} evidence={evidence ?? []} />
          </p>
        )}
        {turn.reading && (
          <div className="reading-row">
            <ReadingLine reading={turn.reading} />
            <CorrectReading turn={turn} corrections={corrections} />
          </div>
        )}
        {warning && (
          <p className={`turn-warning tier-${warning.tier}`}>
            <TierGlyph tier={warning.tier} />
            {t("talk.warned", { tier: t(`tier.${warning.tier}`), n: chance(warning.risk) })}
          </p>
        )}
      </div>
    </article>
  );
}
