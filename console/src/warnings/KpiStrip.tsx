/** 关键指标: what came of it, each figure beside the time before. */
import { useWords } from "../i18n";
import { getKpi, type Kpi, type Rate, type Wait } from "../insight/api";
import { zone } from "../insight/zone";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { duration, rate } from "./kpi";
import "./kpi.css";

export function KpiStrip({ query }: { query: string | null }) {
  const { t, locale } = useWords();
  const { answer, error, again } = useAsked(query, getKpi);
  if (error) return <Failure error={error} retry={again} />;
  if (!answer) return null;
  const day = (at: number) => new Date(at).toLocaleDateString(locale, { timeZone: zone(answer.period.time_zone) });
  const span = {
    since: day(Date.parse(answer.period.since)), until: day(Date.parse(answer.period.until) - 1), n: answer.now.conversations,
  };
  return (
    <section className="kpi" aria-label={t("kpi.title")} data-testid="kpi">
      <header>
        <h2>{t("kpi.title")}</h2>
        <small className="quiet">{t("kpi.span", span)}</small>
      </header>
      <dl>
        <RateCard kind="improved" now={answer.now.improved} before={answer.before.improved} />
        <RateCard kind="resolved" now={answer.now.resolved} before={answer.before.resolved} />
        <RateCard kind="warned" now={answer.now.warned} before={answer.before.warned} />
        <WaitCard kind="first" kpi={answer} now={answer.now.first_answer} before={answer.before.first_answer} />
        <WaitCard kind="answers" kpi={answer} now={answer.now.answers} before={answer.before.answers} />
      </dl>
    </section>
  );
}

function RateCard({ kind, now, before }: { kind: "improved" | "resolved" | "warned"; now: Rate; before: Rate }) {
  const { t } = useWords();
  const sign = kind === "warned" ? "" : "%";
  const { value, range } = rate(now, sign);
  const past = rate(before, sign).value;
  return (
    <div data-testid={`kpi-${kind}`} title={t(`kpi.${kind}.help`)}>
      <dt>{t(`kpi.${kind}`)}</dt>
      {value !== "" && <dd className="kpi-value">{value}</dd>}
      {value === "" && <dd className="kpi-few">{now.of === 0 ? t("kpi.none") : t("kpi.few", { of: now.of })}</dd>}
      <dd className="quiet">{[now.of > 0 ? t("kpi.of", { hits: now.hits, of: now.of }) : "", range].filter((each) => each !== "").join(" · ")}</dd>
      {past !== "" && <dd className="quiet">{t("kpi.before", { value: past })}</dd>}
    </div>
  );
}

function WaitCard({ kind, kpi, now, before }: { kind: "first" | "answers"; kpi: Kpi; now: Wait; before: Wait }) {
  const { t } = useWords();
  return (
    <div data-testid={`kpi-${kind}`} title={t(`kpi.${kind}.help`, { error: Math.round(kpi.wait_error * 100) })}>
      <dt>{t(`kpi.${kind}`)}</dt>
      {now.median_s === null && <dd className="kpi-few">{t("kpi.none")}</dd>}
      {now.median_s !== null && <dd className="kpi-value">{duration(now.median_s, t)}</dd>}
      {now.p90_s !== null && <dd className="quiet">{t("kpi.p90", { time: duration(now.p90_s, t) })}</dd>}
      {before.median_s !== null && <dd className="quiet">{t("kpi.before", { value: duration(before.median_s, t) })}</dd>}
    </div>
  );
}
