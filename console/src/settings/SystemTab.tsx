/** 系统: what this installation is, and what of it is set unsafely. */
import { Alert } from "antd";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { unsafeText } from "../shared/unsafe";
import { useAsked } from "../shared/useAsked";
import { getSystem, type System } from "./api";
import { moment } from "./moments";

export function SystemTab() {
  const { t, name } = useWords();
  const { answer, error, again } = useAsked("", getSystem);
  return (
    <section className="settings-body" aria-label={t("settings.system")}>
      {error && <Failure error={error} retry={again} />}
      {answer && <Facts system={answer} />}
      {answer?.warnings.map((warning) => (
        <Alert key={warning.code} type="warning" showIcon title={unsafeText(warning, name)} />
      ))}
      {answer?.warnings.length === 0 && <Alert type="success" showIcon title={t("system.safe")} />}
    </section>
  );
}

function Facts({ system }: { system: System }) {
  const { t, name, locale } = useWords();
  const facts: readonly [string, string][] = [
    [t("system.version"), system.version],
    [t("system.started"), moment(system.started_at, locale)],
    [t("system.model"), system.model],
    [t("system.risk"), system.risk],
    [t("system.store"), name("store", system.store)],
    [t("system.audit"), system.audit_keyed ? t("system.audit.keyed") : t("system.audit.plain")],
    [t("system.opinion"), system.second_opinion ? t("legal.on") : t("legal.off")],
  ];
  return (
    <dl className="panel-box facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
