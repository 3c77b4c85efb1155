/** Banned phrases: what no agent should say, why, and what to say instead; own ones can be added. */
import { Button, Input, Select } from "antd";
import { type FormEvent, useState } from "react";
import { ApiError } from "../api/client";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { addPhrase, dropPhrase, getPhrases, type LibraryScene, type Phrase } from "./api";

interface Props {
  scenes: readonly LibraryScene[];
  scene: string;
  choose: (scene: string) => void;
  editor: boolean;
}

const NOTHING = { phrase: "", reason: "", mend: "" };

export function PhrasesTab({ scenes, scene, choose, editor }: Props) {
  const { t, name } = useWords();
  const { answer, error, again } = useAsked(scene, getPhrases);
  const [wanted, setWanted] = useState("");
  const phrases = (answer?.phrases ?? []).filter(({ phrase, reason }) => `${phrase} ${reason}`.includes(wanted.trim()));
  const own = phrases.filter(({ id }) => id !== "");
  const groups = grouped(phrases.filter(({ id }) => id === ""));
  return (
    <>
      <div className="report-filters" role="search">
        <Select
          aria-label={t("scripts.field.scene")} value={scene} onChange={choose} popupMatchSelectWidth={false}
          options={scenes.map((each) => ({ value: each.scene, label: name("scene", each.scene) }))}
        />
        <Input allowClear className="script-search" aria-label={t("phrases.search")} placeholder={t("phrases.search")} value={wanted} onChange={(e) => setWanted(e.target.value)} />
        <span className="quiet" role="status">{answer ? t("phrases.total", { n: answer.phrases.length }) : ""}</span>
      </div>
      {error && <Failure error={error} retry={again} />}
      <p className="quiet">{t("phrases.about")}</p>
      <section className="panel phrase-group">
        <h2>{t("phrases.own")}</h2>
        {own.length === 0 && <p className="quiet">{t(editor ? "phrases.own.none" : "phrases.own.none.reader")}</p>}
        <ul className="phrase-own">
          {own.map((phrase) => (
            <OwnPhrase key={phrase.id} phrase={phrase} editor={editor} again={again} />
          ))}
        </ul>
        {editor && <NewPhrase again={again} />}
      </section>
      {[...groups].map(([key, members]) => (
        <section key={key} className="panel phrase-group">
          <h2>{name("phrases.kind", members[0]?.kind ?? "")} <small className="quiet">{members.length}</small></h2>
          <p>{members[0]?.reason}</p>
          <p className="quiet">{t("scripts.mend", { mend: members[0]?.mend ?? "" })}</p>
          <p className="phrase-list">
            {members.map(({ phrase }) => (
              <span key={phrase} className="script-chip">{phrase.replaceAll("*", "…")}</span>
            ))}
          </p>
        </section>
      ))}
    </>
  );
}

/** Phrases of one kind with the same reason, in the order in which they came. */
function grouped(phrases: readonly Phrase[]): Map<string, Phrase[]> {
  const found = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const key = `${phrase.kind} ${phrase.reason}`;
    found.set(key, [...(found.get(key) ?? []), phrase]);
  }
  return found;
}

function OwnPhrase({ phrase, editor, again }: { phrase: Phrase; editor: boolean; again: () => void }) {
  const { t } = useWords();
  return (
    <li>
      <b className="script-chip">{phrase.phrase}</b> {phrase.reason} <span className="quiet">{t("scripts.mend", { mend: phrase.mend })} · {phrase.by}</span>
      {editor && (
        <Button size="small" aria-label={t("phrases.drop.of", { phrase: phrase.phrase })} onClick={() => void dropPhrase(phrase.id).then(again, again)}>
          {t("phrases.drop")}
        </Button>
      )}
    </li>
  );
}

function NewPhrase({ again }: { again: () => void }) {
  const { t } = useWords();
  const [draft, setDraft] = useState(NOTHING);
  const [failed, setFailed] = useState("");
  const add = (event: FormEvent) => {
    event.preventDefault();
    addPhrase(draft).then(
      () => {
        setDraft(NOTHING);
        setFailed("");
        again();
      },
      (cause: unknown) => setFailed(cause instanceof ApiError ? cause.message : String(cause)),
    );
  };
  const ready = Object.values(draft).every((value) => value.trim().length >= 2);
  return (
    <form className="phrase-new" onSubmit={add}>
      {(["phrase", "reason", "mend"] as const).map((key) => (
        <Input key={key} maxLength={key === "phrase" ? 60 : 200} aria-label={t(`phrases.${key}`)} placeholder={t(`phrases.${key}`)} value={draft[key]} onChange={(e) => setDraft({ ...draft, [key]: e.target.value })} />
      ))}
      <Button htmlType="submit" disabled={!ready}>{t("phrases.add")}</Button>
      {failed !== "" && <p className="script-warning" role="alert">{failed}</p>}
    </form>
  );
}
