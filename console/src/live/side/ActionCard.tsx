/** One action: what, why, how it fared; scripts can be copied and failed ones sent again. */
import { Button } from "antd";
import { useState } from "react";
import { replayAction } from "../../api/client";
import type { Action, ActionStatus } from "../../api/types";
import { useWords } from "../../i18n";
import { clock } from "../../shared/format";
import { CopyButton } from "../../shared/CopyButton";
import { TierGlyph } from "../../shared/TierBadge";

const SHAPE: Record<ActionStatus, string> = { pending: "◌", delivered: "✓", dead: "✕", withdrawn: "↶" };

interface Props {
  action: Action;
  goTo: (event: string) => void;
  delivered: (action: Action) => void;
}

export function ActionCard({ action, goTo, delivered }: Props) {
  const { t, name, locale } = useWords();
  const { scripts, report, ...fields } = action.body;
  return (
    <article className={`action action-${action.status}`} data-testid={`action-${action.kind}`}>
      <header>
        <TierGlyph tier={action.tier} />
        <span className="action-kind">{name("action", action.kind)}</span>
        <time dateTime={action.created_at}>{clock(action.created_at, locale)}</time>
        <span className={`fate fate-${action.status}`}>
          <span aria-hidden="true">{SHAPE[action.status]}</span> {t(`action.status.${action.status}`)}
        </span>
      </header>
      <button type="button" className="plain action-title" onClick={() => goTo(action.event_id)} title={t("side.goto")}>
        {action.title}
      </button>
      {Array.isArray(scripts) && scripts.length > 0 && (
        <ul className="scripts">
          {scripts.map((script) => (
            <li key={script}>
              <p>{script}</p>
              <CopyButton text={script} />
            </li>
          ))}
        </ul>
      )}
      <Fields fields={fields} />
      {Array.isArray(report) && <Report lines={report} />}
      {(action.error !== "" || action.status === "dead") && <Failed action={action} delivered={delivered} />}
    </article>
  );
}

function Fields({ fields }: { fields: Action["body"] }) {
  const { t, name } = useWords();
  const told = (value: string | number | boolean) => {
    if (typeof value === "boolean") return t(value ? "value.true" : "value.false");
    return typeof value === "string" ? name("value", value) : String(value);
  };
  const shown = Object.entries(fields).filter(([, value]) => String(value) !== "");
  if (shown.length === 0) return null;
  return (
    <dl className="fields">
      {shown.map(([key, value]) => (
        <div key={key}>
          <dt>{name("field", key)}</dt>
          <dd>{Array.isArray(value) ? value.map(told).join(" → ") : told(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Report({ lines }: { lines: readonly string[] }) {
  const { t } = useWords();
  return (
    <details className="action-report">
      <summary>{t("action.report")}</summary>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </details>
  );
}

function Failed({ action, delivered }: { action: Action; delivered: (action: Action) => void }) {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState("");

  const replay = async () => {
    setBusy(true);
    setWhy("");
    try {
      delivered(await replayAction(action.id));
    } catch (error) {
      setWhy(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="failed">
      <p>
        {action.error} {t("action.attempts", { n: action.attempts })}
      </p>
      {action.status === "dead" && (
        <Button size="small" loading={busy} onClick={() => void replay()}>
          {t("action.replay")}
        </Button>
      )}
      {why !== "" && <p role="alert">{t("action.replayfailed", { why })}</p>}
    </div>
  );
}
