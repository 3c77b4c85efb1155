import { Alert, Button } from "antd";
import { type FormEvent, useState } from "react";
import { ApiError, apiKey, getMe, setApiKey } from "../api/client";
import { useWords } from "../i18n";
import { DoorCard } from "./DoorCard";
import { Field } from "./Field";

/** For programs' keys, wall screens and those who keep the service: the key lives in this tab only. */
export function KeyForm({ entered, back }: { entered: () => void; back: () => void }) {
  const { t } = useWords();
  const [key, setKey] = useState("");
  const [refused, setRefused] = useState(() => apiKey() !== "");

  const enter = (event: FormEvent) => {
    event.preventDefault();
    setApiKey(key.trim());
    getMe(new AbortController().signal).then(entered, (cause: unknown) => {
      if (cause instanceof ApiError && cause.status === 401) setRefused(true);
      else entered(); // the page behind says what is the matter
    });
  };
  return (
    <DoorCard title={t("key.title")} text={t("key.text")}>
      {refused && <Alert type="error" showIcon role="alert" title={t("key.refused")} />}
      <form onSubmit={enter} className="door-form">
        <Field name="key" label={t("key.label")} value={key} change={setKey} fault={null} secret autoFocus />
        <Button type="primary" htmlType="submit" block disabled={key.trim() === ""}>
          {t("key.enter")}
        </Button>
      </form>
      <p className="door-foot">
        <button
          type="button"
          className="link"
          onClick={() => {
            setApiKey("");
            back();
          }}
        >
          {t("door.use_password")}
        </button>
      </p>
    </DoorCard>
  );
}
