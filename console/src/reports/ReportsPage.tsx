/** 报告: what was made, with preview and files; and what is made by itself. */
import { Button, Segmented } from "antd";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { KeyPage } from "../frame/KeyPage";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { getReports, getSchedules, orderReport } from "./api";
import { emptyDraft, orderBody } from "./draft";
import { NoReports } from "./NoReports";
import { PlanForm } from "./PlanForm";
import { ReportList } from "./ReportList";
import "./reports.css";
import { ReportView } from "./ReportView";
import { Schedules } from "./Schedules";
import { useDeed } from "./useDeed";
import { usePolled } from "./usePolled";

type Tab = "made" | "plans";

export default function ReportsPage() {
  const { t, language } = useWords();
  const { may } = useMe();
  const { id = "" } = useParams();
  const [params] = useSearchParams();
  const go = useNavigate();
  const { answer, error, again } = useAsked("all", getReports);
  const schedules = useAsked("all", getSchedules);
  const [ordering, setOrdering] = useState(false);
  const reports = answer?.reports ?? [];
  const opened = reports.find((report) => report.id === id);
  const { trouble, attempt, clear } = useDeed(again);
  usePolled(reports, answer, again);

  if (error?.status === 401 || error?.status === 403) return <KeyPage entered={again} />;
  const tab: Tab = params.get("tab") === "plans" ? "plans" : "made";
  const ways = schedules.answer;
  const edit = may("reports:edit");
  return (
    <div className="reports" data-opened={opened !== undefined}>
      <h1 className="unseen">{t("nav.reports")}</h1>
      <div className="reports-bar">
        <Segmented<Tab>
          options={[{ value: "made", label: t("reports.made") }, { value: "plans", label: t("reports.plans") }]}
          value={tab}
          onChange={(next) => void go(next === "plans" ? "/reports?tab=plans" : "/reports", { replace: true })}
        />
        <span className="spring" />
        {edit && ways && <Button type="primary" onClick={() => setOrdering(true)}>{t("reports.now")}</Button>}
      </div>
      {error && <Failure error={error} retry={again} />}
      {trouble && <Failure error={trouble} retry={clear} />}
      {tab === "plans" && <Schedules asked={schedules} edit={edit} />}
      {tab === "made" && answer && reports.length === 0 && <NoReports edit={edit} />}
      {tab === "made" && reports.length > 0 && (
        <div className="reports-panes">
          <ReportList reports={reports} opened={id} open={(next) => void go(`/reports/${next}`)} />
          {opened
            ? <ReportView key={opened.id} report={opened} edit={edit} attempt={attempt} close={() => void go("/reports")} />
            : <p className="reports-choose quiet">{t("reports.choose")}</p>}
        </div>
      )}
      {ordering && ways && (
        <PlanForm
          first={emptyDraft(ways.time_zone, language)}
          ways={ways}
          kind="now"
          close={() => setOrdering(false)}
          keep={async (draft) => {
            const made = await orderReport(orderBody(draft));
            again();
            void go(`/reports/${made.id}`);
          }}
        />
      )}
    </div>
  );
}
