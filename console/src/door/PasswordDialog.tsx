import { Alert, Button } from "antd";
import { type FormEvent, useState } from "react";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { Dialog } from "../shared/Dialog";
import { changePassword } from "./api";
import { Field } from "./Field";
import { type Told, told } from "./faults";
import "./door.css";

export default function PasswordDialog({ close }: { close: () => void }) {
  const { t } = useWords();
  const { again: askAgain } = useMe();
  const [present, setPresent] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [fault, setFault] = useState<Told | null>(null);
  const [done, setDone] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password !== again) {
      setFault({ field: "again", message: t("fault.again") });
      return;
    }
    changePassword(present, password).then(
      () => {
        setDone(true);
        askAgain();
      },
      (cause: unknown) => setFault(told(cause, t, "fault.taken")),
    );
  };
  return (
    <Dialog open title={t("user.password")} footer={null} onCancel={close} width={400}>
      {done ? (
        <div className="door-form">
          <Alert type="success" showIcon role="status" title={t("password.changed")} />
          <Button onClick={close}>{t("dialog.close")}</Button>
        </div>
      ) : (
        <form onSubmit={submit} className="door-form">
          {fault?.field === "" && <Alert type="error" showIcon role="alert" title={fault.message} />}
          <Field name="present" label={t("password.present")} value={present} change={setPresent} fault={fault} secret autoComplete="current-password" autoFocus />
          <Field name="password" label={t("password.new")} help={t("setup.password.help")} value={password} change={setPassword} fault={fault} secret autoComplete="new-password" />
          <Field name="again" label={t("setup.again")} value={again} change={setAgain} fault={fault} secret autoComplete="new-password" />
          <Button type="primary" htmlType="submit" disabled={present === "" || password === "" || again === ""}>
            {t("password.save")}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
