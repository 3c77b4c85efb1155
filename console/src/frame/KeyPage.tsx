/** Asks for the access key when the service answers 401 or 403. */
import { Alert, Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { apiKey, setApiKey } from "../api/client";
import { useWords } from "../i18n";
import { useMe } from "./useMe";

export function KeyPage({ entered }: { entered: () => void }) {
  const { t } = useWords();
  const { again } = useMe();
  const [key, setKey] = useState("");
  const refused = apiKey() !== "";

  const enter = (event: FormEvent) => {
    event.preventDefault();
    setApiKey(key.trim());
    again();
    entered();
  };
  return (
    <section className="notice" aria-labelledby="key-title">
      <h1 id="key-title">{t("key.title")}</h1>
      <p>{t("key.text")}</p>
      {refused && <Alert type="error" showIcon role="alert" title={t("key.refused")} />}
      <form onSubmit={enter} className="key-form">
        <label htmlFor="key">{t("key.label")}</label>
        <Input.Password id="key" autoComplete="off" autoFocus value={key} onChange={(e) => setKey(e.target.value)} />
        <Button type="primary" htmlType="submit" disabled={key.trim() === ""}>
          {t("key.enter")}
        </Button>
      </form>
    </section>
  );
}
