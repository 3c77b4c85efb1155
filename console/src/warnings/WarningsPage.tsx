/** 预警成效: how past warnings did against what came of the conversations. */
import { Alert } from "antd";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { getWarningReport } from "../api/client";
import type { GroupBy, WarningReport } from "../api/types";
import { KeyPage } from "../frame/KeyPage";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { standing } from "./figures";
import { filterFrom, isBackwards, NO_REPORT_FILTER, paramsOf, queryOf, type ReportFilter } from "./filter";
import { kpiQuery } from "./kpi";
import { KpiStrip } from "./KpiStrip";
import { NoOutcomes } from "./NoOutcomes";
import { ReportBody } from "./ReportBody";
import { ReportFilters } from "./ReportFilters";

export default function WarningsPage() {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => filterFrom(params), [params]);
  const [opened] = useState(() => Date.now());
  const backwards = isBackwards(filter);
  const { answer: report, error, loading, again } = useAsked(backwards ? null : queryOf(filter, opened), getWarningReport);
  const scenes = useSeen(report, "scene", filter.scene);
  const channels = useSeen(report, "channel", filter.channel);

  const change = (part: Partial<ReportFilter>) => setParams(paramsOf({ ...filter, ...part }), { replace: true });
  if (error?.status === 401 || error?.status === 403) return <KeyPage entered={again} />;
  const clear = { clear: () => setParams(paramsOf({ ...NO_REPORT_FILTER, period: "all" }), { replace: true }) };
  const narrowed = filter.period !== "all" || filter.scene !== "" || filter.channel !== "";
  return (
    <div className="report" aria-busy={loading}>
      <h1 className="unseen">{t("nav.warnings")}</h1>
      <ReportFilters filter={filter} change={change} scenes={scenes} channels={channels} loading={loading} refresh={again} />
      {backwards && <Alert banner type="warning" role="alert" title={t("report.backwards")} />}
      <KpiStrip query={backwards ? null : kpiQuery(filter, opened)} />
      {error && <Failure error={error} retry={again} />}
      {report && standing(report) !== "known" && (
        <NoOutcomes report={report} fine={filter.fine} {...(narrowed ? clear : {})} />
      )}
      {report && standing(report) === "known" && (
        <ReportBody report={report} tier={filter.tier} choose={(tier) => change({ tier })} />
      )}
    </div>
  );
}

/** What the groups of all reports so far were called: a report that is narrowed to one scene names only that one. */
function useSeen(report: WarningReport | null, by: GroupBy, chosen: string): string[] {
  const [seen, setSeen] = useState<readonly string[]>([]);
  const told = [...(report?.groups ?? []).filter((group) => group.by === by).map(({ key }) => key), chosen];
  const news = told.filter((key) => key !== "" && !seen.includes(key));
  if (news.length > 0) setSeen([...seen, ...new Set(news)]);
  return [...seen].sort();
}
