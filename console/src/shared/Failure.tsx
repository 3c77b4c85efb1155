import { Alert, Button } from "antd";
import type { ApiError } from "../api/client";
import { useWords } from "../i18n";

/** An error in words a person can act on. */
export function Failure({ error, title, retry }: { error: ApiError; title?: string; retry: () => void }) {
  const { t } = useWords();
  const why = error.status === 0 ? t("error.unreachable") : t("error.answer", { why: error.message });
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={title ?? t("error.title")}
      description={why}
      action={
        <Button size="small" onClick={retry}>
          {t("error.retry")}
        </Button>
      }
    />
  );
}
