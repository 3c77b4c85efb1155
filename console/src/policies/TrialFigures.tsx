/** The figures of a trial before and after: how often, whom, how rightly, and what in detail. */
import { Alert } from "antd";
import { useWords } from "../i18n";
import type { Part, TrialResult } from "./api";
import { change, FLOOD, headlines, points, rowGroups, type Row } from "./trial";

/** `titles`: names of rules by id. */
export function TrialFigures({ result, titles }: { result: TrialResult; titles: ReadonlyMap<string, string> }) {
  const { t } = useWords();
  const perTalk = result.new.alerts_per_100 / 100;
  const notes = [
    ...(result.unread > 0 ? [t("policies.trial.unread", { n: result.unread })] : []),
    ...Object.entries(result.new.failures).map(([rule, n]) => t("policies.trial.failures", { rule, n })),
  ];
  return (
    <>
      <p className="trial-about">
        {t("policies.trial.about", { conversations: result.conversations, turns: result.turns, days: result.days })}
        <span className="quiet"> · {result.old.policy} → {t("policies.trial.draft")}</span>
      </p>
      {perTalk >= FLOOD && <Alert type="warning" showIcon role="alert" data-testid="flood" title={t("policies.trial.flood", { n: perTalk.toFixed(1) })} />}
      <div className="trial-cards">
        {headlines(result).map(({ key, before, after }) => (
          <Card key={key} title={t(`policies.trial.${key}`)} before={before} after={after} missing={t("policies.trial.hour.none")} testId={`trial-${key}`} />
        ))}
        <EndsCard result={result} />
      </div>
      <Moves result={result} />
      {notes.map((note) => <p key={note} className="quiet">{note}</p>)}
      <Details result={result} titles={titles} />
    </>
  );
}

function Card({ title, before, after, missing, testId }: { title: string; before: number | null; after: number | null; missing: string; testId: string }) {
  const { t } = useWords();
  if (before === null || after === null) {
    return <section className="trial-card" data-testid={testId}><h3>{title}</h3><p className="quiet">{missing}</p></section>;
  }
  const by = change(before, after);
  return (
    <section className="trial-card" data-testid={testId}>
      <h3>{title}</h3>
      <p className="trial-pair">
        <span title={t("policies.trial.before")}>{before.toFixed(1)}</span>
        <span aria-hidden="true" className="quiet">→</span>
        <strong title={t("policies.trial.after")}>{after.toFixed(1)}</strong>
        <Arrow by={by} />
      </p>
    </section>
  );
}

function Arrow({ by }: { by: string }) {
  const direction = by === "0" ? "same" : by.startsWith("+") ? "up" : "down";
  return <span className={`arrow arrow-${direction}`}>{direction === "up" ? "↑" : direction === "down" ? "↓" : ""}{by}</span>;
}

function EndsCard({ result }: { result: TrialResult }) {
  const { t } = useWords();
  const [old, tried] = [result.old.ends, result.new.ends];
  if (!old || !tried) return <section className="trial-card"><h3>{t("policies.trial.precision")}</h3><p className="quiet">{t("policies.trial.ends.none")}</p></section>;
  return (
    <section className="trial-card">
      <h3>{t("policies.trial.precision")} · {t("policies.trial.recall")}</h3>
      <EndsPair label={t("policies.trial.precision")} before={old.precision} after={tried.precision} />
      <EndsPair label={t("policies.trial.recall")} before={old.recall} after={tried.recall} />
      <small className="quiet">{t("policies.trial.ends", { known: tried.known, bad: tried.bad })}</small>
    </section>
  );
}

function EndsPair({ label, before, after }: { label: string; before: Part | null; after: Part | null }) {
  const { t } = useWords();
  const told = (part: Part | null) => {
    const found = points(part);
    return found ? `${found.value}% (${t("policies.trial.range", found)})` : "–";
  };
  return <p className="ends-pair"><span className="quiet">{label}</span> {told(before)} → {told(after)}</p>;
}

function Moves({ result }: { result: TrialResult }) {
  const { t } = useWords();
  const told = (["newly", "no_longer", "earlier", "later"] as const).flatMap((key) => {
    const n = result.changes[key] ?? 0;
    const turns = result.shifts[key]?.turns.median ?? 0;
    return n > 0 ? [t(`policies.trial.change.${key}`, { n, turns })] : [];
  });
  if (result.differing === 0) return <p data-testid="trial-same">{t("policies.trial.same")}</p>;
  return told.length > 0 && <p className="trial-moves">{told.join(" · ")}</p>;
}

function Details({ result, titles: rules }: { result: TrialResult; titles: ReadonlyMap<string, string> }) {
  const { t, name } = useWords();
  const titles = { tier: t("policies.trial.tiers"), action: t("policies.trial.kinds"), rule: t("policies.trial.by_rule") };
  return (
    <details className="trial-details">
      <summary>{t("policies.trial.table")}</summary>
      <div className="trial-tables">
        {rowGroups(result).map(({ kind, rows }) => (
          <FiguresOf key={kind} title={titles[kind]} rows={rows} label={(key) => (kind === "rule" ? rules.get(key) ?? key : name(kind, key))} />
        ))}
      </div>
      <p className="quiet digest" title={t("policies.trial.digest.help")}>{t("policies.trial.digest", { digest: result.digest })}</p>
    </details>
  );
}

function FiguresOf({ title, rows, label }: { title: string; rows: readonly Row[]; label: (key: string) => string }) {
  const { t } = useWords();
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">{t("policies.trial.before")}</th>
          <th scope="col">{t("policies.trial.after")}</th>
          <th scope="col" aria-label="±" />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, before, after }) => (
          <tr key={key}>
            <th scope="row">{label(key)}</th>
            <td>{before}</td>
            <td>{after}</td>
            <td><Arrow by={change(before, after)} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
