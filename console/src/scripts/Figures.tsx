/** Review state, and what the uses of a script showed. */
import { Tooltip } from "antd";
import { useWords } from "../i18n";
import { percent, signed } from "../shared/format";
import type { Effect, Script } from "./api";
import { chineseDay } from "./draft";

const ENOUGH = 20;

export function ReviewBadge({ script, grace }: { script: Script; grace: number }) {
  const { t } = useWords();
  const { review, review_by: by } = script;
  if (by === null) return <span className="quiet">{t("scripts.review.unset")}</span>;
  const day = chineseDay(Date.parse(by));
  if (review === "fresh") return <span className="script-day">{day}</span>;
  const why = review === "due" ? t("scripts.review.due.why", { day, n: grace }) : t("scripts.review.expired.why", { day, n: grace });
  return (
    <Tooltip title={why}>
      <span className={`script-state state-${review}`}>{t(`scripts.review.${review}`)}</span>
      <small className="script-day">{day}</small>
    </Tooltip>
  );
}

export function StatusBadge({ script }: { script: Script }) {
  const { t } = useWords();
  return <span className={`script-state state-${script.status}`}>{t(`scripts.status.${script.status}`)}</span>;
}

/** Change of mood after it, with its interval; a plain "not enough" until there are enough measured uses. */
export function EffectFigure({ effect }: { effect: Effect }) {
  const { t } = useWords();
  if (effect.measured === 0) return <span className="quiet">{t("scripts.effect.none")}</span>;
  if (!effect.enough || effect.change === null) {
    return <span className="quiet">{t("scripts.effect.few", { n: effect.measured, of: ENOUGH })}</span>;
  }
  const { value, low, high } = effect.change;
  return (
    <Tooltip title={t("scripts.effect.help", { n: effect.measured, low: signed(low), high: signed(high) })}>
      <b className={low > 0 ? "effect-good" : high < 0 ? "effect-bad" : undefined}>{signed(value)}</b>{" "}
      <small>{`${signed(low)} ~ ${signed(high)}`}</small>
    </Tooltip>
  );
}

export function FellFigure({ effect }: { effect: Effect }) {
  const { t } = useWords();
  if (effect.fell === null || !effect.enough) return null;
  const { value, low, high } = effect.fell;
  const range = `${percent(low)}–${percent(high)}%`;
  return <small>{t("scripts.fell", { value: percent(value), range, n: effect.could_fall })}</small>;
}
