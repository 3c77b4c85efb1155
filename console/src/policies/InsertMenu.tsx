/** A searchable list of what can be put into a condition. */
import { Button, Input, Popover } from "antd";
import { useState } from "react";
import { useWords } from "../i18n";
import { type Insertable, type InsertGroup, matching } from "./insertables";

interface Props {
  label: string;
  groups: readonly InsertGroup[];
  choose: (entry: Insertable) => void;
}

export function InsertMenu({ label, groups, choose }: Props) {
  const [open, setOpen] = useState(false);
  const list = <InsertList groups={groups} choose={(entry) => { setOpen(false); choose(entry); }} />;
  return (
    <Popover trigger="click" placement="bottomLeft" open={open} onOpenChange={setOpen} content={list} destroyOnHidden>
      <Button size="small">{label}</Button>
    </Popover>
  );
}

function InsertList({ groups, choose }: Omit<Props, "label">) {
  const { t } = useWords();
  const [words, setWords] = useState("");
  const found = matching(groups, words);
  return (
    <div className="insert-list">
      <Input
        autoFocus allowClear size="small" value={words} placeholder={t("policies.insert.search")}
        aria-label={t("policies.insert.search")} onChange={(event) => setWords(event.target.value)}
      />
      <div className="insert-groups">
        {found.length === 0 && <p className="quiet">{t("policies.insert.none")}</p>}
        {found.map((group) => (
          <section key={group.title}>
            {group.title && <h4>{group.title}</h4>}
            <ul>
              {group.entries.map((entry) => (
                <li key={entry.name}>
                  <button type="button" className="insert-entry" onClick={() => choose(entry)}>
                    <code>{entry.name}</code>
                    <span>{entry.meaning}</span>
                    <small>{entry.note}</small>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}
