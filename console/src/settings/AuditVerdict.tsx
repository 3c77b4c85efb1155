/** What the walk along the chain has found. */
import { Alert } from "antd";
import { useWords } from "../i18n";
import type { AuditCheck } from "./api";

export function AuditVerdict({ check }: { check: AuditCheck }) {
  const { t, name } = useWords();
  const open = check.entries - check.sealed;
  if (!check.whole) {
    return (
      <Alert
        type="error"
        showIcon
        role="alert"
        data-testid="verdict"
        title={t("audit.broken", { n: check.broken_at ?? 0 })}
        description={`${name("audit.why", check.why ?? "")} ${t("audit.broken.do")}`}
      />
    );
  }
  const seal = !check.keyed ? "audit.keyless" : open > 0 ? "audit.partly" : "audit.sealed";
  return (
    <Alert
      type={check.keyed ? "success" : "warning"}
      showIcon
      role="status"
      data-testid="verdict"
      title={t("audit.whole", { n: check.entries, first: check.first, last: check.last })}
      description={
        <>
          <p>{t(seal, { n: open })}</p>
          {check.head && <p className="mono verdict-head">{t("audit.head", { head: `${check.last}:${check.head}` })}</p>}
        </>
      }
    />
  );
}
