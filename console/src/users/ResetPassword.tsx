import { Alert, Button } from "antd";
import { type FormEvent, useState } from "react";
import type { User } from "../api/types";
import { type Told, told } from "../door/faults";
import { useWords } from "../i18n";
import { Dialog } from "../shared/Dialog";
import { resetPassword } from "./api";
import { HandOver } from "./HandOver";
import { NewPassword } from "./NewPassword";

export function ResetPassword({ user, close }: { user: User; close: () => void }) {
  const { t } = useWords();
  const [password, setPassword] = useState("");
  const [fault, setFault] = useState<Told | null>(null);
  const [done, setDone] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    resetPassword(user.id, password).then(
      () => setDone(true),
      (cause: unknown) => setFault(told(cause, t, "fault.taken")),
    );
  };
  return (
    <Dialog open title={t("users.reset_of", { name: user.name })} footer={null} onCancel={close} width={460}>
      {done ? (
        <HandOver login={user.login} password={password} close={close} />
      ) : (
        <form onSubmit={submit} className="door-form">
          {fault?.field === "" && <Alert type="error" showIcon role="alert" title={fault.message} />}
          <p>{t("users.reset.what")}</p>
          <NewPassword value={password} change={setPassword} fault={fault} />
          <Button type="primary" htmlType="submit" disabled={password === ""}>
            {t("password.save")}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
