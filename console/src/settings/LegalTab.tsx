/** 法律开关: of whom what may be read. A change counts from the next turn on. */
import { Alert, Button, Switch, Tooltip } from "antd";
import { useState } from "react";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { download, getLegal, type Legal, putLegal, type Switches } from "./api";
import { useDeed } from "./useDeed";
import { Wrong } from "./Wrong";

const WHO = ["customer", "agent"] as const;
const WHAT = ["text", "voice", "face"] as const;
type Name = keyof Switches;

export function LegalTab() {
  const { t } = useWords();
  const { answer, error, again } = useAsked("", getLegal);
  const [put, setPut] = useState<Legal | null>(null);
  const deed = useDeed();
  const legal = put ?? answer;
  const turn = (name: Name, on: boolean) => {
    if (legal) void deed.run(async () => setPut(await putLegal({ ...legal.switches, [name]: on })));
  };
  return (
    <section className="settings-body" aria-label={t("settings.legal")}>
      <p className="quiet">{t("legal.about")}</p>
      {error && <Failure error={error} retry={again} />}
      <Wrong error={deed.error} forget={deed.forget} />
      {legal && <Matrix legal={legal} turn={turn} busy={deed.busy} />}
      <div className="panel-box legal-label">
        <div>
          <b>{t("legal.impact")}</b>
          <p className="quiet">{t("legal.impact.what")}</p>
        </div>
        <Button onClick={() => void deed.run(() => download("v1/settings/impact-assessment", t("legal.impact.file")))}>
          {t("legal.impact.make")}
        </Button>
      </div>
      {legal && !legal.switches.customer_text && <Alert type="warning" showIcon title={t("legal.unread")} />}
      {legal?.switches.agent_text && <Alert type="warning" showIcon title={t("legal.agents")} />}
      {legal && (
        <div className="panel-box legal-label">
          <div>
            <b>{t("legal.label_ai")}</b>
            <p className="quiet">{t("legal.label_ai.what")}</p>
          </div>
          <One name="label_ai" legal={legal} turn={turn} busy={deed.busy} />
        </div>
      )}
    </section>
  );
}

interface Props {
  legal: Legal;
  turn: (name: Name, on: boolean) => void;
  busy: boolean;
}

function Matrix({ legal, turn, busy }: Props) {
  const { t } = useWords();
  return (
    <div className="table-box">
      <table className="grid legal">
        <thead>
          <tr>
            <th scope="col"><span className="unseen">{t("legal.who")}</span></th>
            {WHAT.map((what) => (
              <th key={what} scope="col">{t(`legal.${what}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WHO.map((who) => (
            <tr key={who}>
              <th scope="row">
                {t(`legal.${who}`)}
                <small>{t(`legal.${who}.what`)}</small>
              </th>
              {WHAT.map((what) => (
                <td key={what}>
                  <One name={`${who}_${what}`} legal={legal} turn={turn} busy={busy} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function One({ name, legal, turn, busy }: Props & { name: Name }) {
  const { t, name: named } = useWords();
  const { may } = useMe();
  const missing = name in legal.unavailable;
  const on = legal.switches[name];
  return (
    <span className="legal-one">
      <Tooltip title={missing ? named("legal.why", name) : ""}>
        <Switch
          aria-label={named("legal.name", name)}
          checked={on}
          disabled={missing || busy || !may("settings:edit")}
          onChange={(next) => turn(name, next)}
        />
      </Tooltip>
      <span className="quiet">{missing ? named("legal.why", name) : on ? t("legal.on") : t("legal.off")}</span>
    </span>
  );
}
