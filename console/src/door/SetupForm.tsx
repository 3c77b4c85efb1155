import { Alert, Button } from "antd";
import { type FormEvent, useState } from "react";
import { useWords } from "../i18n";
import { setUp } from "./api";
import { DoorCard } from "./DoorCard";
import { Field } from "./Field";
import { type Told, told } from "./faults";

interface Props {
  codeNeeded: boolean;
  entered: () => void;
  useKey?: () => void;
}

/** The first run: makes the administrator. There is no default password. */
export function SetupForm({ codeNeeded, entered, useKey }: Props) {
  const { t } = useWords();
  const [form, setForm] = useState({ login: "", name: "", password: "", again: "", code: "" });
  const [fault, setFault] = useState<Told | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (key: keyof typeof form) => (value: string) => setForm((before) => ({ ...before, [key]: value }));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.password !== form.again) {
      setFault({ field: "again", message: t("fault.again") });
      return;
    }
    setBusy(true);
    const { login, name, password, code } = form;
    setUp({ login, name: name || login, password, code }).then(entered, (cause: unknown) => {
      setFault(told(cause, t, "fault.set_up"));
      setBusy(false);
    });
  };
  const complete = form.login.trim() !== "" && form.password !== "" && form.again !== "" && (!codeNeeded || form.code.trim() !== "");
  return (
    <DoorCard title={t("setup.title")} text={t("setup.text")}>
      {fault?.field === "" && <Alert type="error" showIcon role="alert" title={fault.message} />}
      <form onSubmit={submit} className="door-form">
        {codeNeeded && (
          <Field name="code" label={t("setup.code")} help={t("setup.code.help")} value={form.code} change={set("code")} fault={fault} autoFocus />
        )}
        <Field name="login" label={t("door.login")} help={t("setup.login.help")} value={form.login} change={set("login")} fault={fault} autoComplete="username" autoFocus={!codeNeeded} />
        <Field name="name" label={t("setup.name")} help={t("setup.name.help")} value={form.name} change={set("name")} fault={fault} autoComplete="name" />
        <Field name="password" label={t("door.password")} help={t("setup.password.help")} value={form.password} change={set("password")} fault={fault} secret autoComplete="new-password" />
        <Field name="again" label={t("setup.again")} value={form.again} change={set("again")} fault={fault} secret autoComplete="new-password" />
        <Button type="primary" htmlType="submit" block loading={busy} disabled={!complete}>
          {t("setup.enter")}
        </Button>
      </form>
      {useKey && (
        <p className="door-foot">
          <button type="button" className="link" onClick={useKey}>
            {t("door.use_key")}
          </button>
        </p>
      )}
    </DoorCard>
  );
}
