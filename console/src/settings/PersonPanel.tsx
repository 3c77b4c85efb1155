/** One person's data: find it, hand it over, or erase it for good (in two steps). */
import { Alert, Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { useWords } from "../i18n";
import { download, erasePerson, findPerson, type Person } from "./api";
import { useDeed } from "./useDeed";
import { Wrong } from "./Wrong";

export function PersonPanel() {
  const { t } = useWords();
  const [reference, setReference] = useState("");
  const [person, setPerson] = useState<Person | null>(null);
  const [erased, setErased] = useState<Person | null>(null);
  const deed = useDeed();

  const find = (event: FormEvent) => {
    event.preventDefault();
    setPerson(null);
    setErased(null);
    void deed.run(async () => setPerson(await findPerson(reference.trim())));
  };
  const erase = (one: Person) =>
    void deed.run(async () => {
      setErased(await erasePerson(one.customer));
      setPerson(null);
      setReference("");
    });
  const nothing = person !== null && person.conversations === 0 && person.business_outcomes === 0;
  return (
    <div className="panel-box" data-testid="person">
      <h2>{t("person.title")}</h2>
      <p className="quiet">{t("person.about")}</p>
      <form className="settings-line" onSubmit={find}>
        <Input
          aria-label={t("person.reference")}
          placeholder={t("person.reference.hint")}
          maxLength={200}
          autoComplete="off"
          value={reference}
          onChange={(event) => setReference(event.target.value)}
        />
        <Button htmlType="submit" loading={deed.busy} disabled={reference.trim() === ""}>{t("person.find")}</Button>
      </form>
      <Wrong error={deed.error} forget={deed.forget} />
      {nothing && <p className="settings-empty">{t("person.nothing", { customer: person.customer })}</p>}
      {person && !nothing && <Found key={person.customer} person={person} erase={() => erase(person)} busy={deed.busy} />}
      {erased && <Alert type="success" showIcon role="status" title={t("person.erased", { ...erased })} />}
    </div>
  );
}

function Found({ person, erase, busy }: { person: Person; erase: () => void; busy: boolean }) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState("");
  const deed = useDeed();
  const tail = person.customer.slice(-4);
  const take = () =>
    void deed.run(() => download(`v1/persons/${person.customer}/export?form=zip`, `${person.customer}.zip`));
  return (
    <div className="person">
      <p role="status">{t("person.found", { ...person })}</p>
      <div className="settings-line">
        <Button onClick={take} loading={deed.busy}>{t("person.export")}</Button>
        {!asking && <Button danger onClick={() => setAsking(true)}>{t("person.erase")}</Button>}
      </div>
      <Wrong error={deed.error} forget={deed.forget} />
      {asking && (
        <div className="person-sure" role="group" aria-label={t("person.erase")}>
          <Alert type="warning" showIcon role="alert" title={t("person.sure")} description={t("person.sure.more")} />
          <div className="settings-line">
            <Input
              aria-label={t("person.type", { tail })}
              placeholder={t("person.type", { tail })}
              maxLength={4}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
            <Button type="primary" danger disabled={typed !== tail} loading={busy} onClick={erase}>
              {t("person.erase.now")}
            </Button>
            <Button onClick={() => setAsking(false)}>{t("person.cancel")}</Button>
          </div>
        </div>
      )}
    </div>
  );
}
