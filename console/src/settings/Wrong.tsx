import { Alert } from "antd";
import type { ApiError } from "../api/client";
import { useWords } from "../i18n";

/** Why a deed was not done, in the service's words. */
export function Wrong({ error, forget }: { error: ApiError | null; forget: () => void }) {
  const { t } = useWords();
  if (!error) return null;
  const why = error.status === 0 ? t("error.unreachable") : t("error.answer", { why: error.message });
  return <Alert type="error" showIcon role="alert" title={why} closable={{ onClose: forget }} />;
}
