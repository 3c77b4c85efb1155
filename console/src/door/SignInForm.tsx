import { Alert, Button } from "antd";
import { type FormEvent, useState } from "react";
import { address } from "../api/client";
import type { Door } from "../api/types";
import { useWords } from "../i18n";
import { signIn } from "./api";
import { DoorCard } from "./DoorCard";
import { Field } from "./Field";
import { type Told, told } from "./faults";

interface Props {
  single: Door["single_sign_on"];
  entered: () => void;
  useKey: () => void;
}

export function SignInForm({ single, entered, useKey }: Props) {
  const { t } = useWords();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [fault, setFault] = useState<Told | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    signIn(login, password).then(entered, (cause: unknown) => {
      setFault(told(cause, t, "fault.taken"));
      setBusy(false);
    });
  };
  return (
    <DoorCard title={t("door.title")} text={t("door.text")}>
      {fault?.field === "" && <Alert type="error" showIcon role="alert" title={fault.message} />}
      {single && (
        <>
          <Button type="primary" block href={address(single.address)}>
            {single.label || t("door.single")}
          </Button>
          <p className="door-or">{t("door.or")}</p>
        </>
      )}
      <form onSubmit={submit} className="door-form">
        <Field name="login" label={t("door.login")} value={login} change={setLogin} fault={fault} autoComplete="username" autoFocus />
        <Field name="password" label={t("door.password")} value={password} change={setPassword} fault={fault} secret autoComplete="current-password" />
        <Button type={single ? "default" : "primary"} htmlType="submit" block loading={busy} disabled={login.trim() === "" || password === ""}>
          {t("door.enter")}
        </Button>
      </form>
      <p className="door-foot">
        <span>{t("door.forgotten")}</span>
        <button type="button" className="link" onClick={useKey}>
          {t("door.use_key")}
        </button>
      </p>
    </DoorCard>
  );
}
