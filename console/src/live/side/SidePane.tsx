/** Where the conversation stands, why, when it was warned about, and what was done. */
import { useMemo, useState } from "react";
import type { Action, ConversationDetail, Reason } from "../../api/types";
import { useWords } from "../../i18n";
import { clock, percent } from "../../shared/format";
import { TierBadge } from "../../shared/TierBadge";
import { reliefs } from "../foresight";
import { allQuotes, latestJudged, placed, type Warning, warnings } from "../warnings";
import { ActionCard } from "./ActionCard";
import { ForesightSection } from "./ForesightSection";
import { ReasonBars } from "./ReasonBars";
import { RiskGauge } from "./RiskGauge";

const MOST_REASONS = 5;
const MOST_QUOTES = 3;
const FEW_WARNINGS = 2;
const MOST_RELIEFS = 2;

interface Props {
  detail: ConversationDetail;
  goTo: (event: string) => void;
  delivered: (action: Action) => void;
}

export function SidePane({ detail, goTo, delivered }: Props) {
  const { t, name } = useWords();
  const [all, setAll] = useState(false);
  const judged = latestJudged(detail);
  const causes = (judged?.reasons ?? []).filter((reason) => !placed(reason)).slice(0, MOST_REASONS);
  const quotes = useMemo(() => allQuotes(detail.turns_list).slice(0, MOST_QUOTES), [detail.turns_list]);
  const warned = useMemo(() => warnings(detail.turns_list), [detail.turns_list]);
  const relieving = reliefs(detail, MOST_RELIEFS);
  const actions = useMemo(() => newestFirst(detail), [detail]);
  const facts = Object.entries(detail.facts);
  return (
    <aside className="side" aria-label={t("side.label")}>
      <section>
        <h3>{t("side.risk")}</h3>
        <RiskGauge risk={detail.risk} tier={detail.tier} />
        <h4>{t("side.why")}</h4>
        {causes.length > 0 && <ReasonBars reasons={causes} />}
        {quotes.length > 0 && (
          <p className="evidence">
            <span>{t("side.quotes")}</span>
            <Quotes quotes={quotes} goTo={goTo} />
          </p>
        )}
        {causes.length + quotes.length === 0 && <p className="quiet">{t("side.noreasons")}</p>}
        {relieving.map((relief) => (
          <p key={relief.name} className="relief">
            {t("foresight.relief", { what: relief.text, n: percent(relief.risk) })}
          </p>
        ))}
      </section>
      {detail.foresight && <ForesightSection foresight={detail.foresight} />}
      <section>
        <h3>
          {t("side.warnings")} <span className="count">{warned.length}</span>
        </h3>
        {warned.length === 0 && <p className="quiet">{t("side.nowarnings")}</p>}
        <ol className="warnings">
          {(all ? warned : warned.slice(0, FEW_WARNINGS)).map((warning, index) => (
            <WarningItem
              key={warning.turn.event_id}
              warning={warning}
              newest={index === 0}
              goTo={goTo}
            />
          ))}
        </ol>
        {warned.length > FEW_WARNINGS && (
          <button type="button" className="plain" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t("more.hide") : t("more.show", { n: warned.length - FEW_WARNINGS })}
          </button>
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
      {facts.length > 0 && (
        <section>
          <h3>{t("side.facts")}</h3>
          <dl className="fields">
            {facts.map(([key, value]) => (
              <div key={key}>
                <dt>{name("fact", key)}</dt>
                <dd>{typeof value === "boolean" ? t(value ? "value.true" : "value.false") : String(value)}</dd>
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
        <b>{percent(warning.risk)}%</b>
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

function Quotes({ quotes, goTo }: { quotes: readonly Reason[]; goTo: (event: string) => void }) {
  const { t, name } = useWords();
  return quotes.map((quote) => {
    const event = quote.event_id;
    return (
      <button
        key={quote.text}
        type="button"
        className={`quote${quote.kind === "cue" ? " quote-cue" : ""}`}
        title={`${name("reason", quote.kind)} · ${t("side.goto")}`}
        onClick={() => event != null && goTo(event)}
      >
        {quote.kind === "cue" ? quote.text : `“${quote.text}”`}
      </button>
    );
  });
}
