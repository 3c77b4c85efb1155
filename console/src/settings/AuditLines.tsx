/** Entries of the operation log as a table. */
import { useWords } from "../i18n";
import type { AuditEntry } from "./api";
import { moment } from "./moments";

const HEADS = ["audit.number", "audit.at", "audit.who", "audit.deed", "audit.detail", "audit.status"] as const;

export function AuditLines({ entries, broken }: { entries: readonly AuditEntry[]; broken: number | null }) {
  const { t } = useWords();
  return (
    <div className="table-box audit-box" role="region" aria-label={t("settings.audit")} tabIndex={0} data-testid="audit">
      <table className="grid">
        <thead>
          <tr>
            {HEADS.map((head) => (
              <th key={head} scope="col">{t(head)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <AuditLine key={entry.sequence} entry={entry} broken={entry.sequence === broken} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AuditLine({ entry, broken }: { entry: AuditEntry; broken: boolean }) {
  const { t, name, locale } = useWords();
  const params = Object.values(entry.params).join(" ");
  const role = entry.role ? name("access", entry.role) : "";
  const how = entry.how ? name("audit.how", entry.how) : "";
  const deed = name("deed", entry.deed);
  return (
    <tr className={broken ? "row-broken" : ""} data-sequence={entry.sequence}>
      <td className="number">{entry.sequence}</td>
      <td>{moment(entry.at, locale)}</td>
      <th scope="row">
        {entry.who ? name("audit.name", entry.who) : t("audit.nobody")}
        <small>{[role, how].filter(Boolean).join(" · ")}</small>
      </th>
      <td>
        {deed}
        {deed !== entry.deed && <small className="mono">{entry.deed}</small>}
      </td>
      <td className="wide">
        {params && <span className="mono">{params} </span>}
        {entry.detail}
      </td>
      <td className={entry.status >= 400 ? "fate-dead" : "quiet"}>
        {entry.status === 0 ? "" : entry.status < 400 ? t("audit.done", { n: entry.status }) : t("audit.refused", { n: entry.status })}
      </td>
    </tr>
  );
}
