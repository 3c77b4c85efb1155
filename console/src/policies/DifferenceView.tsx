/** What one policy says otherwise than another, rule by rule. */
import { useWords } from "../i18n";
import type { Difference, EntryChange, FieldChange } from "./api";

export function DifferenceView({ difference }: { difference: Difference }) {
  const { t } = useWords();
  const { head, rules, scripts } = difference;
  if (head.length + rules.length + scripts.length === 0) return <p className="quiet">{t("policies.diff.none")}</p>;
  return (
    <div className="difference" data-testid="difference">
      {head.length > 0 && (
        <section>
          <h4>{t("policies.diff.head")}</h4>
          <Fields fields={head} />
        </section>
      )}
      <Entries title={t("policies.diff.rules")} entries={rules} />
      <Entries title={t("policies.diff.scripts")} entries={scripts} />
    </div>
  );
}

function Entries({ title, entries }: { title: string; entries: readonly EntryChange[] }) {
  const { t } = useWords();
  if (entries.length === 0) return null;
  return (
    <section>
      <h4>{title}</h4>
      <ul>
        {entries.map((entry) => (
          <li key={entry.id} className={`entry entry-${entry.deed}`}>
            <p>
              <span className="deed">{t(`policies.diff.${entry.deed}`)}</span> {entry.title} <code>{entry.id}</code>
            </p>
            {entry.deed === "changed" && <Fields fields={entry.fields} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fields({ fields }: { fields: readonly FieldChange[] }) {
  const { t, name } = useWords();
  return (
    <dl className="changes">
      {fields.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{field.startsWith("facts.") ? field : name("policies.field", field)}</dt>
          <dd>
            <del>{before === "" ? t("policies.diff.empty") : before}</del>
            <ins>{after === "" ? t("policies.diff.empty") : after}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
