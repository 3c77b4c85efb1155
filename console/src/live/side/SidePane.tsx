/** Where the conversation stands, why, when it was warned about, and what was done. */
import { useMemo } from "react";
import type { Action, ConversationDetail } from "../../api/types";
import { useWords } from "../../i18n";
import { clock, percent } from "../../shared/format";
import { TierBadge } from "../../shared/TierBadge";
import { latestJudged, supporting, warnings } from "../warnings";
import { ActionCard } from "./ActionCard";
import { ReasonBars } from "./ReasonBars";
import { RiskGauge } from "./RiskGauge";

const MOST_REASONS = 6;
const MOST_EVIDENCE = 4;

interface Props {
  detail: ConversationDetail;
  goTo: (event: string) => void;
  delivered: (action: Action) => void;
}

export function SidePane({ detail, goTo, delivered }: Props) {
  const { t, locale } = useWords();
  const judged = latestJudged(detail);
  const reasons = (judged?.reasons ?? []).slice(0, MOST_REASONS);
  const warned = useMemo(() => warnings(detail.turns_list), [detail.turns_list]);
  const actions = useMemo(() => newestFirst(detail), [detail]);
  const facts = Object.entries(detail.facts);
  return (
    <aside className="side" aria-label={t("side.label")}>
      <section>
        <h3>{t("side.risk")}</h3>
        <RiskGauge risk={detail.risk} tier={detail.tier} />
        <h4>{t("side.why")}</h4>
        {reasons.length > 0 ? (
          <ReasonBars reasons={reasons} goTo={goTo} />
        ) : (
          <p className="quiet">{t("side.noreasons")}</p>
        )}
      </section>
      <section>
        <h3>
          {t("side.actions")} <span className="count">{actions.length}</span>
        </h3>
        {actions.length === 0 && <p className="quiet">{t("side.noactions")}</p>}
        {actions.map((action) => (
          <ActionCard key={action.id} action={action} goTo={goTo} delivered={delivered} />
        ))}
      </section>
      <section>
        <h3>
          {t("side.warnings")} <span className="count">{warned.length}</span>
        </h3>
        {warned.length === 0 && <p className="quiet">{t("side.nowarnings")}</p>}
        <ol className="warnings">
          {warned.map((warning) => (
            <li key={warning.turn.event_id} className={`edge-${warning.tier}`}>
              <button type="button" className="warning" onClick={() => goTo(warning.turn.event_id)}>
                <TierBadge tier={warning.tier} />
                <b>{percent(warning.risk)}%</b>
                <time dateTime={warning.turn.at}>{clock(warning.turn.at, locale)}</time>
              </button>
              <p className="evidence">
                {supporting(warning.reasons)
                  .slice(0, MOST_EVIDENCE)
                  .map((reason, index) => (
                    <span key={`${index}-${reason.name}`} className={reason.start === null ? "cause" : "quote"}>
                      {reason.text}
                    </span>
                  ))}
              </p>
            </li>
          ))}
        </ol>
      </section>
      {facts.length > 0 && (
        <section>
          <h3>{t("side.facts")}</h3>
          <dl className="fields">
            {facts.map(([key, value]) => (
              <div key={key}>
                <dt>{key}</dt>
                <dd>{String(value)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {judged?.policy && <p className="quiet policy">{t("side.policy", { policy: judged.policy })}</p>}
    </aside>
  );
}

function newestFirst(detail: ConversationDetail): Action[] {
  const at = new Map(detail.turns_list.map((turn) => [turn.event_id, Date.parse(turn.at)]));
  const when = (action: Action) => at.get(action.event_id) ?? Date.parse(action.created_at);
  return [...detail.actions].sort((a, b) => when(b) - when(a) || (a.id < b.id ? -1 : 1));
}
