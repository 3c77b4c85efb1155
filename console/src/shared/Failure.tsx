import { Alert, Button } from "antd";
import type { ApiError } from "../api/client";
import { useWords } from "../i18n";

interface Props {
  error: ApiError;
  /** What failed; without it the error is a slim bar across the page. */
  title?: string;
  retry: () => void;
}

/** An error in words a person can act on. */
export function Failure({ error, title, retry }: Props) {
  const { t } = useWords();
  const why = error.status === 0 ? t("error.unreachable") : t("error.answer", { why: error.message });
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      banner={title === undefined}
      title={title ?? why}
      description={title === undefined ? undefined : why}
      action={
        <Button size="small" onClick={retry}>
          {t("error.retry")}
        </Button>
      }
    />
  );
}
