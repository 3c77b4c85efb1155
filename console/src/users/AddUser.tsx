import { Alert, Button, Radio } from "antd";
import { type FormEvent, useState } from "react";
import type { Access } from "../api/types";
import { Field } from "../door/Field";
import { type Told, told } from "../door/faults";
import { useWords } from "../i18n";
import { Dialog } from "../shared/Dialog";
import { addUser } from "./api";
import { HandOver } from "./HandOver";
import { NewPassword } from "./NewPassword";
import { ROLES } from "./roles";

export function AddUser({ close, added }: { close: () => void; added: () => void }) {
  const { t, name } = useWords();
  const [form, setForm] = useState({ login: "", name: "", staff: "", password: "" });
  const [access, setAccess] = useState<Access>("agent");
  const [fault, setFault] = useState<Told | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const set = (key: keyof typeof form) => (value: string) => setForm((before) => ({ ...before, [key]: value }));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    addUser({ ...form, name: form.name || form.login, staff: access === "agent" ? form.staff : "", access }).then(
      ({ login }) => {
        setMade(login);
        added();
      },
      (cause: unknown) => setFault(told(cause, t, "fault.taken")),
    );
  };
  return (
    <Dialog open title={t("users.add")} footer={null} onCancel={close} width={460}>
      {made !== null ? (
        <HandOver login={made} password={form.password} close={close} />
      ) : (
        <form onSubmit={submit} className="door-form">
          {(fault?.field === "" || fault?.field === "access") && <Alert type="error" showIcon role="alert" title={fault.message} />}
          <Field name="login" label={t("door.login")} help={t("setup.login.help")} value={form.login} change={set("login")} fault={fault} autoFocus />
          <Field name="name" label={t("setup.name")} help={t("users.name.help")} value={form.name} change={set("name")} fault={fault} />
          <fieldset className="roles">
            <legend>{t("users.role")}</legend>
            <Radio.Group value={access} onChange={(event) => setAccess(event.target.value as Access)}>
              {ROLES.map((role) => (
                <Radio key={role} value={role}>
                  {name("access", role)} <span className="role-help">{name("access.help", role)}</span>
                </Radio>
              ))}
            </Radio.Group>
          </fieldset>
          {access === "agent" && (
            <Field name="staff" label={t("users.staff")} help={t("users.staff.help")} value={form.staff} change={set("staff")} fault={fault} />
          )}
          <NewPassword value={form.password} change={set("password")} fault={fault} />
          <Button type="primary" htmlType="submit" disabled={form.login.trim() === "" || form.password === ""}>
            {t("users.add")}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
