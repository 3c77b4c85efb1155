/** The reports that were made, newest first. */
import { Tag } from "antd";
import { useWords } from "../i18n";
import type { MadeReport } from "./api";
import { Progress } from "./Progress";

interface Props {
  reports: readonly MadeReport[];
  opened: string;
  open: (id: string) => void;
}

export function ReportList({ reports, opened, open }: Props) {
  const { t } = useWords();
  return (
    <ul className="reports-list" aria-label={t("reports.list")}>
      {reports.map((report) => (
        <li key={report.id}>
          <button
            type="button"
            className="reports-row"
            aria-current={report.id === opened}
            data-report={report.id}
            data-status={report.status}
            onClick={() => open(report.id)}
          >
            <span className="reports-row-title">
              <Tag>{t(`reports.period.${report.period}`)}</Tag>
              <b>{days(report)}</b>
            </span>
            {report.name !== "" && <span className="reports-row-name">{report.name}</span>}
            {report.status === "ready" ? <span className="reports-row-head">{report.headline}</span> : <Progress report={report} />}
            <Meta report={report} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Meta({ report }: { report: MadeReport }) {
  const { t, name } = useWords();
  const parts = [
    report.schedule ? t("reports.by.schedule") : t("reports.by.person", { name: name("audit.name", report.ordered_by) }),
    ...(report.scene ? [name("scene", report.scene)] : []),
    ...(report.channel ? [name("channel", report.channel)] : []),
    ...(report.team ? [report.team] : []),
  ];
  const dead = report.deliveries.filter(({ status }) => status === "dead").length;
  return (
    <small className="quiet">
      {parts.join(" · ")}
      {dead > 0 && <em className="reports-bad"> · {t("reports.sent.dead")} {dead}</em>}
    </small>
  );
}

function days({ first, last }: MadeReport): string {
  return first === last ? first : `${first} – ${last.slice(5)}`;
}
