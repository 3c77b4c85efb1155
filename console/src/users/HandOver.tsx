import { Alert, Button } from "antd";
import { useWords } from "../i18n";
import { CopyButton } from "../shared/CopyButton";

/** Login name and password once, to be handed over. */
export function HandOver({ login, password, close }: { login: string; password: string; close: () => void }) {
  const { t } = useWords();
  return (
    <div className="door-form">
      <Alert type="success" showIcon role="status" title={t("users.hand_over")} description={t("users.hand_over.help")} />
      <dl className="hand-over">
        <dt>{t("door.login")}</dt>
        <dd>{login}</dd>
        <dt>{t("door.password")}</dt>
        <dd>{password}</dd>
      </dl>
      <div className="user-deeds">
        <CopyButton text={`${login}\n${password}`} />
        <Button onClick={close}>{t("dialog.close")}</Button>
      </div>
    </div>
  );
}
