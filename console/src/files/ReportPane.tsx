/** The report of one analysis, with what can be taken away. */
import { Button } from "antd";
import { useState } from "react";
import { useWords } from "../i18n";
import { save } from "../shared/save";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { type Analysis, fetchMade } from "./api";
import { underWay } from "./progress";

const KINDS = [
  { part: "report", ending: "html", label: "files.get.html" },
  { part: "rows.csv", ending: "csv", label: "files.get.csv" },
  { part: "rows.jsonl", ending: "jsonl", label: "files.get.jsonl" },
] as const;

async function reportText(id: string, signal: AbortSignal): Promise<string> {
  return (await fetchMade(id, "report", signal)).text();
}

export function ReportPane({ analysis, close }: { analysis: Analysis; close: () => void }) {
  const { t, language } = useWords();
  const done = analysis.status === "done";
  const { answer, error, again } = useAsked(done ? analysis.id : null, reportText);
  const [busy, setBusy] = useState("");
  const get = async (part: (typeof KINDS)[number]["part"], ending: string) => {
    setBusy(part);
    try {
      save(await fetchMade(analysis.id, part), `${analysis.name}.zhiyin.${ending}`);
    } finally {
      setBusy("");
    }
  };
  const taken = Object.entries(analysis.fields).map(([field, column]) => `${fieldName(field, t)} ← ${column}`);
  return (
    <section className="files-report" aria-label={t("files.report")}>
      <header>
        <h2>{analysis.name}</h2>
        {taken.length > 0 && <small className="quiet">{t("files.fields", { fields: taken.join(language === "zh" ? "，" : ", ") })}</small>}
        <span className="spring" />
        {KINDS.filter(({ part }) => done || (part !== "report" && analysis.done > 0 && !underWay(analysis))).map(({ part, ending, label }) => (
          <Button key={part} size="small" loading={busy === part} onClick={() => void get(part, ending)}>{t(label)}</Button>
        ))}
        <Button size="small" type="text" onClick={close} aria-label={t("files.close")}>×</Button>
      </header>
      {analysis.figures && analysis.figures.why_set_aside.length > 0 && (
        <details className="files-aside">
          <summary>{t("files.why", { n: analysis.figures.set_aside.toLocaleString() })}</summary>
          <ul>{analysis.figures.why_set_aside.map((line) => <li key={line}>{line}</li>)}</ul>
        </details>
      )}
      {error && <Failure error={error} retry={again} />}
      {answer !== null && <iframe title={t("files.report")} sandbox="" srcDoc={answer} data-testid="report" />}
      {!done && <p className="quiet files-wait">{t(underWay(analysis) ? "files.wait" : "files.stopped")}</p>}
    </section>
  );
}

const FIELDS = ["text", "rating", "created_at", "conversation_id", "role", "channel", "product", "context"] as const;

function fieldName(field: string, t: ReturnType<typeof useWords>["t"]): string {
  const known = FIELDS.find((name) => name === field);
  return known ? t(`files.field.${known}`) : field;
}
