/** The analyses so far: how far each is, how the rows felt, and what can be done with it. */
import { Button, Popconfirm, Progress, Tooltip } from "antd";
import { useState } from "react";
import { useWords } from "../i18n";
import { clock, percent } from "../shared/format";
import { useNow } from "../shared/useNow";
import { type Analysis, cancelAnalysis, forgetAnalysis, resumeAnalysis } from "./api";
import { moods, percentDone, secondsLeft, underWay } from "./progress";

interface Props {
  readonly analyses: readonly Analysis[];
  readonly opened: string;
  readonly open: (id: string) => void;
  readonly may: boolean;
  readonly attempt: (deed: Promise<unknown>) => Promise<void>;
}

export function AnalysisTable({ analyses, opened, open, may, attempt }: Props) {
  const { t } = useWords();
  if (analyses.length === 0) return <p className="files-none quiet" data-testid="files-none">{t("files.none")}</p>;
  return (
    <div className="files-scroll">
      <table className="files-table">
        <thead>
          <tr>
            <th scope="col">{t("files.name")}</th>
            <th scope="col">{t("files.state")}</th>
            <th scope="col">{t("files.moods")}</th>
            <th scope="col">{t("files.when")}</th>
            <th scope="col"><span className="unseen">{t("files.deeds")}</span></th>
          </tr>
        </thead>
        <tbody>
          {analyses.map((analysis) => (
            <tr key={analysis.id} className={analysis.id === opened ? "files-opened" : undefined} data-analysis={analysis.id}>
              <th scope="row">
                <button type="button" className="plain" onClick={() => open(analysis.id)}>{analysis.name}</button>
                <small className="quiet">{t("files.rows", { n: analysis.rows.toLocaleString() })}</small>
              </th>
              <td><State analysis={analysis} /></td>
              <td><Moods analysis={analysis} /></td>
              <td><When analysis={analysis} /></td>
              <td className="files-deeds">{may && <Deeds analysis={analysis} attempt={attempt} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function When({ analysis }: { analysis: Analysis }) {
  const { name, locale } = useWords();
  return (
    <>
      <time dateTime={analysis.created_at}>{clock(analysis.created_at, locale)}</time>
      <small className="quiet">{name("audit.name", analysis.by)}</small>
    </>
  );
}

function State({ analysis }: { analysis: Analysis }) {
  const { t } = useWords();
  if (underWay(analysis)) return <UnderWay key={analysis.started_at} analysis={analysis} />;
  const note = analysis.status === "cancelled" ? t("files.at", { p: percentDone(analysis) }) : "";
  return (
    <>
      <span className={`files-status files-status-${analysis.status}`}>{t(`files.status.${analysis.status}`)}</span>
      <small className="quiet">{analysis.error || note}</small>
    </>
  );
}

function UnderWay({ analysis }: { analysis: Analysis }) {
  const { t } = useWords();
  const now = useNow(1000);
  // The speed is judged from what this run had read when the page first saw it.
  const [from] = useState(() => ({ at: Date.now(), done: analysis.done }));
  const left = secondsLeft(analysis, from, now);
  const name = t(`files.status.${analysis.status}`);
  return (
    <div role="status">
      <Progress percent={percentDone(analysis)} size="small" aria-label={name} />
      <small className="quiet">{left === null ? name : t("files.left", { time: duration(left, t) })}</small>
    </div>
  );
}

function duration(seconds: number, t: ReturnType<typeof useWords>["t"]): string {
  return seconds < 60 ? t("time.seconds", { s: seconds }) : t("time.minutes", { m: Math.round(seconds / 60) });
}

function Moods({ analysis }: { analysis: Analysis }) {
  const { t } = useWords();
  const parts = moods(analysis);
  if (parts.length === 0 || analysis.figures === null) return <span className="quiet">—</span>;
  const told = parts.map(({ mood, share }) => `${t(`files.mood.${mood}`)} ${percent(share)}%`).join(" · ");
  return (
    <>
      <Tooltip title={told}>
        <span className="files-bar" role="img" aria-label={told}>
          {parts.map(({ mood, share }) => <i key={mood} className={`files-${mood}`} style={{ width: `${100 * share}%` }} />)}
        </span>
      </Tooltip>
      <small className="quiet">
        {t("files.negative", { p: percent(parts[0]?.share ?? 0) })}
        {analysis.figures.set_aside > 0 && t("files.aside", { n: analysis.figures.set_aside.toLocaleString() })}
      </small>
    </>
  );
}

function Deeds({ analysis, attempt }: { analysis: Analysis; attempt: Props["attempt"] }) {
  const { t } = useWords();
  if (underWay(analysis)) {
    return <Button size="small" onClick={() => void attempt(cancelAnalysis(analysis.id))}>{t("files.cancel")}</Button>;
  }
  return (
    <>
      {analysis.status !== "done" && (
        <Button size="small" onClick={() => void attempt(resumeAnalysis(analysis.id))}>{t("files.resume")}</Button>
      )}
      <Popconfirm title={t("files.forget.sure")} onConfirm={() => attempt(forgetAnalysis(analysis.id))}>
        <Button size="small" type="text" danger>{t("files.forget")}</Button>
      </Popconfirm>
    </>
  );
}
