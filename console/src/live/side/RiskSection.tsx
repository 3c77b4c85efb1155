/** How likely a bad end is, why, and what would lower it. */
import { useMemo } from "react";
import type { ConversationDetail } from "../../api/types";
import { useWords } from "../../i18n";
import { chance } from "../../shared/format";
import { reliefs } from "../foresight";
import { allQuotes, latestJudged, placed } from "../warnings";
import { MOST_QUOTES, Quotes } from "./Quotes";
import { ReasonBars } from "./ReasonBars";
import { RiskGauge } from "./RiskGauge";

const MOST_REASONS = 5;
const MOST_RELIEFS = 2;

export function RiskSection({ detail, goTo }: { detail: ConversationDetail; goTo: (event: string) => void }) {
  const { t } = useWords();
  const causes = (latestJudged(detail)?.reasons ?? []).filter((reason) => !placed(reason)).slice(0, MOST_REASONS);
  const quotes = useMemo(() => allQuotes(detail.turns_list).slice(0, MOST_QUOTES), [detail.turns_list]);
  return (
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
      {reliefs(detail, MOST_RELIEFS).map((relief) => (
        <p key={relief.name} className="relief">
          {t("foresight.relief", { what: relief.text, n: chance(relief.risk) })}
        </p>
      ))}
    </section>
  );
}
