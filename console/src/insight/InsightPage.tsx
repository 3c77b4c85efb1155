/** 洞察: when, where and about what customers are upset. */
import { Alert, Button } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { ApiError } from "../api/client";
import { KeyPage } from "../frame/KeyPage";
import { useWords } from "../i18n";
import { Command } from "../shared/Command";
import { Failure } from "../shared/Failure";
import { save } from "../shared/save";
import { useAsked } from "../shared/useAsked";
import { type Course, getChoices, getHeat, getTopics, getTrend, getWorkbook, getWords } from "./api";
import { ExportButton, Filters } from "./Filters";
import { filterFrom, type InsightFilter, isBackwards, NO_FILTER, paramsOf, queryOf } from "./filter";
import "./insight.css";
import { Topics } from "./Topics";
import { Totals } from "./Totals";
import { WordDrawer } from "./WordDrawer";
import { Words } from "./Words";
import { zone } from "./zone";

const HeatPanel = lazy(() => import("./HeatPanel"));
const TrendPanel = lazy(() => import("./TrendPanel"));

export default function InsightPage() {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => filterFrom(params), [params]);
  const query = isBackwards(filter) ? null : queryOf(filter);
  const heat = useAsked(query === null ? null : `grid=${filter.grid}&${query}`, getHeat);
  const trend = useAsked(query === null ? null : `step=${filter.step}&${query}`, getTrend);
  const topics = useAsked(query, getTopics);
  const words = useAsked(query, getWords);
  const choices = useAsked(query, getChoices);
  const all = [heat, trend, topics, words, choices];
  const again = () => all.forEach((each) => each.again());
  const error = all.find((each) => each.error)?.error;
  const change = (part: Partial<InsightFilter>) => setParams(paramsOf({ ...filter, ...part }), { replace: true });
  const sheet = useWorkbook(query === null ? null : `step=${filter.step}&${query}`);

  const about = useAbout(trend.answer, filter);
  if (error?.status === 401 || error?.status === 403) return <KeyPage entered={again} />;
  const uncounted = trend.answer?.period.uncounted ?? 0;
  const silent = trend.answer !== null && trend.answer.total.customer_turns === 0 && trend.answer.total.conversations === 0;
  return (
    <div className="report insight" aria-busy={all.some(({ loading }) => loading)}>
      <h1 className="unseen">{t("nav.insight")}</h1>
      <Filters filter={filter} change={change} choices={choices.answer} loading={all.some(({ loading }) => loading)}>
        <Button onClick={again}>{t("insight.refresh")}</Button>
        <ExportButton busy={sheet.busy} start={sheet.start} />
      </Filters>
      {query === null && <Alert banner type="warning" role="alert" title={t("insight.backwards")} />}
      {uncounted > 0 && <Alert banner type="info" role="status" title={t("insight.uncounted", { n: uncounted })} />}
      {error && <Failure error={error} retry={again} />}
      {sheet.error && <Failure error={sheet.error} retry={sheet.start} />}
      {silent && <Silent clear={() => change({ ...NO_FILTER, period: "90" })} />}
      {trend.answer && !silent && (
        <>
          <Totals course={trend.answer} />
          <div className="insight-charts">
            <Suspense fallback={<div className="panel insight-heat" />}>
              {heat.answer && <HeatPanel map={heat.answer} measure={filter.measure} about={about} change={change} />}
              <TrendPanel course={trend.answer} filter={filter} measure={filter.measure} about={about} change={change} />
            </Suspense>
            {topics.answer && <Topics found={topics.answer} />}
            {words.answer && <Words found={words.answer} open={(word) => change({ word })} />}
          </div>
        </>
      )}
      <WordDrawer word={filter.word} query={query ?? ""} close={() => change({ word: "" })} />
    </div>
  );
}

function Silent({ clear }: { clear: () => void }) {
  const { t } = useWords();
  return (
    <section className="notice" data-testid="insight-empty">
      <h2>{t("insight.empty")}</h2>
      <p>{t("insight.empty.text")}</p>
      <Command text="./zhiyin demo" />
      <Button onClick={clear}>{t("insight.empty.clear")}</Button>
    </section>
  );
}

/** What pictures say they are about: the days, both included, and the filters. */
function useAbout(course: Course | null, filter: InsightFilter): string {
  const { locale, name } = useWords();
  if (!course) return "";
  const day = (at: number) => new Date(at).toLocaleDateString(locale, { timeZone: zone(course.period.time_zone) });
  const span = `${day(Date.parse(course.period.since))} – ${day(Date.parse(course.period.until) - 1)}`;
  const chosen = [filter.scene && name("scene", filter.scene), filter.channel && name("channel", filter.channel), filter.team];
  return [span, ...chosen.filter((each) => each !== "")].join(" · ");
}

function useWorkbook(query: string | null): { busy: boolean; error: ApiError | null; start: () => void } {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const fetchAndSave = async (asked: string) => {
    setBusy(true);
    setError(null);
    try {
      const { content, name } = await getWorkbook(asked);
      save(content, name);
    } catch (cause) {
      setError(cause instanceof ApiError ? cause : new ApiError(0, String(cause)));
    }
    setBusy(false);
  };
  return { busy, error, start: () => void (query !== null && fetchAndSave(query)) };
}
