/** When the conversation was warned about, and on what grounds. */
import { useMemo, useState } from "react";
import type { ConversationDetail } from "../../api/types";
import { useWords } from "../../i18n";
import { chance, clock } from "../../shared/format";
import { TierBadge } from "../../shared/TierBadge";
import { type Warning, warnings } from "../warnings";
import { MOST_QUOTES, Quotes } from "./Quotes";

const FEW_WARNINGS = 2;

export function WarningsSection({ detail, goTo }: { detail: ConversationDetail; goTo: (event: string) => void }) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const warned = useMemo(() => warnings(detail.turns_list), [detail.turns_list]);
  return (
    <section>
      <h3>
        {t("side.warnings")} <span className="count">{warned.length}</span>
      </h3>
      {warned.length === 0 && <p className="quiet">{t("side.nowarnings")}</p>}
      <ol className="warnings">
        {(all ? warned : warned.slice(0, FEW_WARNINGS)).map((warning, index) => (
          <WarningItem key={warning.turn.event_id} warning={warning} newest={index === 0} goTo={goTo} />
        ))}
      </ol>
      {warned.length > FEW_WARNINGS && (
        <button type="button" className="plain" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("more.hide") : t("more.show", { n: warned.length - FEW_WARNINGS })}
        </button>
      )}
    </section>
  );
}

interface ItemProps {
  warning: Warning;
  /** The newest one is told in full. */
  newest: boolean;
  goTo: (event: string) => void;
}

function WarningItem({ warning, newest, goTo }: ItemProps) {
  const { t, name, locale } = useWords();
  const rules = newest ? (warning.turn.rules ?? []) : [];
  return (
    <li className={`edge-${warning.tier}`}>
      <button
        type="button"
        className="warning"
        onClick={() => goTo(warning.turn.event_id)}
        title={t("side.goto")}
      >
        <TierBadge tier={warning.tier} />
        <b>{chance(warning.risk)}</b>
        <time dateTime={warning.turn.at}>{clock(warning.turn.at, locale)}</time>
      </button>
      <p className="evidence">
        <Quotes quotes={warning.quotes.slice(0, MOST_QUOTES)} goTo={goTo} />
        {(newest || warning.quotes.length === 0) && warning.causes[0] && <span>{warning.causes[0].text}</span>}
      </p>
      {rules.map((rule) => (
        <p key={rule.name} className="fired">
          {name("reason", rule.kind)} · {rule.text}
        </p>
      ))}
    </li>
  );
}
