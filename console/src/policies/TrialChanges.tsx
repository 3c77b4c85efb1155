/** The conversations that would go otherwise, most changed first. */
import { Link } from "react-router";
import { useWords } from "../i18n";
import { TierBadge } from "../shared/TierBadge";
import type { TrialDifference, TrialResult } from "./api";
import { actionsMoved, rulesMoved } from "./trial";

export function TrialChanges({ result, titles }: { result: TrialResult; titles: ReadonlyMap<string, string> }) {
  const { t } = useWords();
  const { differences, differing } = result;
  if (differences.length === 0) return null;
  const heads = ["conversation", "tier", "first", "did", "rules"] as const;
  return (
    <section>
      <h3>
        {t("policies.trial.changed", { n: differing })}
        {differing > differences.length && <span className="quiet"> · {t("policies.trial.changed.shown", { n: differences.length })}</span>}
      </h3>
      <div className="table-box" role="region" aria-label={t("policies.trial.changed", { n: differing })} tabIndex={0}>
        <table className="figures trial-changes" data-testid="trial-changes">
          <thead>
            <tr>{heads.map((head) => <th key={head} scope="col">{t(`policies.trial.${head}`)}</th>)}</tr>
          </thead>
          <tbody>{differences.map((each) => <ChangeRow key={each.conversation} found={each} titles={titles} />)}</tbody>
        </table>
      </div>
    </section>
  );
}

function ChangeRow({ found, titles }: { found: TrialDifference; titles: ReadonlyMap<string, string> }) {
  const { t, name } = useWords();
  const { before, after } = found;
  const turn = (warned: number | null) => (warned === null ? t("policies.trial.first.none") : t("policies.trial.first.turn", { n: warned }));
  const { gone, come } = rulesMoved(found);
  const did = actionsMoved(found).map((row) => `${name("action", row.key)} ${row.before}→${row.after}`).join(t("flaw.join"));
  const subtle = did === "" && gone.length + come.length === 0;
  return (
    <tr>
      <th scope="row"><Link to={`/live/${encodeURIComponent(found.conversation)}`}>{found.conversation}</Link></th>
      <td><TierBadge tier={before.tier} />{before.tier !== after.tier && <> → <TierBadge tier={after.tier} /></>}</td>
      <td>{before.warned === after.warned ? turn(after.warned) : `${turn(before.warned)} → ${turn(after.warned)}`}</td>
      <td>{subtle ? <span className="quiet">{t("policies.trial.subtle")}</span> : did}</td>
      <td className="rules-moved">
        {gone.map((rule) => <del key={rule} title={rule}>{titles.get(rule) ?? rule}</del>)}
        {come.map((rule) => <ins key={rule} title={rule}>{titles.get(rule) ?? rule}</ins>)}
      </td>
    </tr>
  );
}
