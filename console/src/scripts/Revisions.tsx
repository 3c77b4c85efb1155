/** Who changed what: each revision against the one before it. */
import { useWords } from "../i18n";
import { clock } from "../shared/format";
import type { ScriptRevision } from "./api";
import { diff } from "./diff";

const FIELDS = ["title", "tiers", "emotions", "groups", "tags", "when", "status", "review_by", "owner"] as const;
const CLASS = { same: undefined, gone: "diff-gone", new: "diff-new" } as const;

export function Revisions({ revisions }: { revisions: readonly ScriptRevision[] }) {
  const { t, locale } = useWords();
  return (
    <section className="script-revisions" aria-labelledby="revisions">
      <h2 id="revisions">{t("scripts.revisions")}</h2>
      <ol>
        {revisions.map((revision, index) => (
          <li key={revision.revision}>
            <p className="quiet">
              {revision.revision === 0 ? t("scripts.revision.shipped") : t("scripts.revision", { n: revision.revision, by: revision.by })}
              {revision.at !== null && ` · ${clock(revision.at, locale)}`}
            </p>
            <Changes now={revision} before={revisions[index + 1]} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Changes({ now, before }: { now: ScriptRevision; before: ScriptRevision | undefined }) {
  const { t } = useWords();
  if (before === undefined) return <p>{now.text}</p>;
  const others = FIELDS.filter((field) => JSON.stringify(now[field]) !== JSON.stringify(before[field]));
  return (
    <>
      {now.text !== before.text && (
        <p>
          {diff(before.text, now.text).map(({ kind, text }, index) => {
            const key = `${index} ${text}`;
            if (kind === "same") return <span key={key}>{text}</span>;
            return kind === "gone" ? <del key={key} className={CLASS.gone}>{text}</del> : <ins key={key} className={CLASS.new}>{text}</ins>;
          })}
        </p>
      )}
      {others.length > 0 && <p className="quiet">{t("scripts.revision.also", { fields: others.map((field) => t(`scripts.part.${field}`)).join("、") })}</p>}
    </>
  );
}
