/** How a script stands: offered or why not, its figures, rules that name it, and a newer shipped version. */
import { Alert, Button } from "antd";
import { useWords } from "../i18n";
import type { ScriptDetail } from "./api";
import { chineseDay } from "./draft";
import { EffectFigure, FellFigure, ReviewBadge, StatusBadge } from "./Figures";

interface Props {
  script: ScriptDetail;
  grace: number;
  /** Puts a text into the editor; `null` for those who may not write. */
  take: ((text: string) => void) | null;
}

export function ScriptStanding({ script, grace, take }: Props) {
  const { t, name } = useWords();
  const shipped = script.shipped_text;
  return (
    <div className="script-standing">
      <p>
        <StatusBadge script={script} /> {name("scene", script.scene)} · {t(`scripts.origin.${script.origin}`)} ·{" "}
        <code>{script.id}</code> · <span className="quiet">{t("scripts.field.review")}</span> <ReviewBadge script={script} grace={grace} />
      </p>
      <p>
        <b>{t("scripts.uses", { n: script.uses })}</b> · {t("scripts.head.effect")} <EffectFigure effect={script.effect} /> <FellFigure effect={script.effect} />
      </p>
      {script.rules.length > 0 && <p className="quiet">{t("scripts.rules", { rules: script.rules.join("”“") })}</p>}
      {!script.offered && script.review === "expired" && script.status === "active" && (
        <Alert type="warning" showIcon title={t("scripts.review.expired.why", { day: chineseDay(Date.parse(script.review_by ?? "")), n: grace })} />
      )}
      {script.revision > 0 && shipped !== null && shipped !== script.text && (
        <Alert
          type={script.newer_shipped ? "warning" : "info"} title={t(script.newer_shipped ? "scripts.newer.text" : "scripts.shipped")}
          description={shipped} action={take && <Button size="small" onClick={() => take(shipped)}>{t("scripts.shipped.take")}</Button>}
        />
      )}
    </div>
  );
}
