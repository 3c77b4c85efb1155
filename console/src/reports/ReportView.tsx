/** One report: its page, its files, and where it was sent. */
import { Alert, Button, Popconfirm } from "antd";
import { useState } from "react";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { save } from "../shared/save";
import { useAsked } from "../shared/useAsked";
import { dropReport, type Format, getFile, getPage, type MadeReport, makeAgain } from "./api";
import { Deliveries } from "./Deliveries";
import { size } from "./draft";
import { Progress } from "./Progress";
import type { Attempt } from "./useDeed";

interface Props {
  report: MadeReport;
  edit: boolean;
  attempt: Attempt;
  close: () => void;
}

export function ReportView({ report, edit, attempt, close }: Props) {
  const { t } = useWords();
  const ready = report.status === "ready";
  const page = useAsked(ready ? report.id : null, getPage);
  return (
    <section className="reports-view" aria-label={report.title}>
      <header>
        <Button size="small" className="reports-back" onClick={close}>{t("reports.back")}</Button>
        <h2>{report.title}</h2>
        <span className="spring" />
        <Files report={report} attempt={attempt} />
        {edit && report.status === "failed" && (
          <Button size="small" onClick={() => void attempt(() => makeAgain(report.id))}>{t("reports.again")}</Button>
        )}
        {edit && (
          <Popconfirm
            title={t("reports.delete.sure")}
            okText={t("reports.delete")}
            cancelText={t("reports.form.cancel")}
            onConfirm={() => void attempt(async () => {
              await dropReport(report.id);
              close();
            })}
          >
            <Button size="small" danger>{t("reports.delete")}</Button>
          </Popconfirm>
        )}
      </header>
      {ready && <Deliveries report={report} edit={edit} attempt={attempt} />}
      {report.status === "failed" && <Alert type="error" showIcon role="alert" title={t("reports.failed", { why: report.error })} />}
      {report.status === "waiting" && <Progress report={report} />}
      {report.status === "waiting" && report.error !== "" && (
        <p className="quiet">{t("reports.retrying", { why: report.error })}</p>
      )}
      {page.error && <Failure error={page.error} retry={page.again} />}
      {page.answer !== null && (
        <iframe title={t("reports.preview")} sandbox="allow-popups" srcDoc={page.answer} data-testid="preview" />
      )}
    </section>
  );
}

function Files({ report, attempt }: Pick<Props, "report" | "attempt">) {
  const { t } = useWords();
  const [busy, setBusy] = useState<Format | "">("");
  const get = (format: Format) => attempt(async () => {
    setBusy(format);
    try {
      save(await getFile(report.id, format), `${report.title}.${format}`);
    } finally {
      setBusy("");
    }
  });
  return report.files.map(({ format, size: bytes }) => (
    <Button
      key={format}
      size="small"
      loading={busy === format}
      title={size(bytes)}
      aria-label={`${t("reports.download")} ${format.toUpperCase()}`}
      onClick={() => void get(format)}
    >
      {format.toUpperCase()}
    </Button>
  ));
}
