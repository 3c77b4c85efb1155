/** 密钥: who may call the service as what. A secret is shown once. */
import { Alert, Button, Input, Popconfirm, Select } from "antd";
import { type FormEvent, useState } from "react";
import { useWords } from "../i18n";
import { CopyButton } from "../shared/CopyButton";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { ACCESSES, type Access, type ApiKey, getKeys, type MadeKey, makeKey, revokeKey } from "./api";
import { moment } from "./moments";
import { type Deed, useDeed } from "./useDeed";
import { Wrong } from "./Wrong";

export function KeysTab() {
  const { t } = useWords();
  const { answer, error, again } = useAsked("", getKeys);
  const [made, setMade] = useState<MadeKey | null>(null);
  const deed = useDeed();

  const make = (name: string, access: Access) =>
    deed.run(async () => {
      setMade(await makeKey(name, access));
      again();
    });
  const revoke = (key: ApiKey) =>
    deed.run(async () => {
      await revokeKey(key.id);
      if (made?.key.id === key.id) setMade(null);
      again();
    });
  return (
    <section className="settings-body" aria-label={t("settings.keys")}>
      <p className="quiet">{t("keys.about")}</p>
      <NewKey make={make} deed={deed} />
      <Wrong error={deed.error} forget={deed.forget} />
      {made && <Secret made={made} forget={() => setMade(null)} />}
      {error && <Failure error={error} retry={again} />}
      {answer && (answer.keys.length > 0 ? <Keys keys={answer.keys} revoke={revoke} /> : <NoKeys />)}
    </section>
  );
}

function NewKey({ make, deed }: { make: (name: string, access: Access) => Promise<boolean>; deed: Deed }) {
  const { t, name: named } = useWords();
  const [name, setName] = useState("");
  const [access, setAccess] = useState<Access>("agent");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void make(name.trim(), access).then((done) => {
      if (done) setName("");
    });
  };
  return (
    <form className="settings-line" onSubmit={submit}>
      <Input
        aria-label={t("keys.name")}
        placeholder={t("keys.name.hint")}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Select<Access>
        aria-label={t("keys.access")}
        value={access}
        onChange={setAccess}
        options={ACCESSES.map((value) => ({ value, label: named("access", value) }))}
        popupMatchSelectWidth={false}
      />
      <Button type="primary" htmlType="submit" loading={deed.busy} disabled={name.trim() === ""}>
        {t("keys.make")}
      </Button>
    </form>
  );
}

function Secret({ made, forget }: { made: MadeKey; forget: () => void }) {
  const { t } = useWords();
  return (
    <div className="secret" role="status" data-testid="secret">
      <Alert type="success" showIcon title={t("keys.made", { name: made.key.name })} description={t("keys.once")} />
      <div className="command">
        <pre>{made.secret}</pre>
        <CopyButton text={made.secret} label={t("keys.copy")} />
      </div>
      <Button size="small" onClick={forget}>{t("keys.noted")}</Button>
    </div>
  );
}

function NoKeys() {
  const { t } = useWords();
  return <p className="settings-empty">{t("keys.none")}</p>;
}

function Keys({ keys, revoke }: { keys: readonly ApiKey[]; revoke: (key: ApiKey) => void }) {
  const { t, name, locale } = useWords();
  return (
    <div className="table-box" role="region" aria-label={t("settings.keys")} tabIndex={0}>
      <table className="grid">
        <thead>
          <tr>
            {(["keys.name", "keys.access", "keys.id", "keys.created", "keys.used", "keys.state"] as const).map((head) => (
              <th key={head} scope="col">{t(head)}</th>
            ))}
            <th scope="col"><span className="unseen">{t("keys.revoke")}</span></th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id} className={key.revoked_at ? "row-off" : ""} data-testid={`key-${key.id}`}>
              <th scope="row">{key.name}</th>
              <td>{name("access", key.access)}</td>
              <td className="mono">{key.id}</td>
              <td>{moment(key.created_at, locale)}</td>
              <td>{key.last_used ? moment(key.last_used, locale) : t("keys.unused")}</td>
              <td>{key.revoked_at ? t("keys.revoked", { at: moment(key.revoked_at, locale) }) : t("keys.valid")}</td>
              <td className="deeds">
                {!key.revoked_at && (
                  <Popconfirm title={t("keys.revoke.sure", { name: key.name })} okText={t("keys.revoke")}
                    onConfirm={() => revoke(key)}>
                    <Button size="small" danger>{t("keys.revoke")}</Button>
                  </Popconfirm>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
