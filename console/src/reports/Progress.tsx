/** How far a report is that is not ready yet. */
import { Spin } from "antd";
import { useWords } from "../i18n";
import type { MadeReport } from "./api";

export function Progress({ report }: { report: MadeReport }) {
  const { t } = useWords();
  if (report.status === "failed") return <span className="reports-bad">{t("reports.status.failed")}</span>;
  const stage = report.stage === "reading" || report.stage === "writing" ? report.stage : "waiting";
  return (
    <span className="reports-progress" role="status">
      <Spin size="small" /> {t(`reports.status.${stage}`)}
    </span>
  );
}
