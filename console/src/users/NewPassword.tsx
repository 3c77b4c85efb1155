import { Button } from "antd";
import { Field } from "../door/Field";
import type { Told } from "../door/faults";
import { useWords } from "../i18n";
import { randomPassword } from "./password";

/** A password for somebody else: typed, or made. It is shown, since it has to be handed over. */
export function NewPassword({ value, change, fault }: { value: string; change: (value: string) => void; fault: Told | null }) {
  const { t } = useWords();
  return (
    <div className="new-password">
      <Field name="password" label={t("users.first_password")} help={t("setup.password.help")} value={value} change={change} fault={fault} />
      <Button onClick={() => change(randomPassword())}>{t("users.random")}</Button>
    </div>
  );
}
