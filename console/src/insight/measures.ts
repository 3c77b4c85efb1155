/** What a cell shows: one figure of a mood, and how it is said. Pure. */
import type { Translate } from "../i18n";
import { percent } from "../shared/format";
import type { Mood } from "./api";
import type { Measure } from "./filter";

/** The figure of a measure; `null` where there is none, or too little to tell a share. */
export function figure(mood: Mood, measure: Measure): number | null {
  if (measure === "volume") return mood.conversations;
  if (measure === "warnings") return mood.warnings;
  if (!mood.enough) return null;
  return measure === "negative" ? (mood.negative_share?.value ?? null) : mood.intensity;
}

/** As it is read out and written into tables. */
export function shown(value: number | null, measure: Measure, t: Translate): string {
  if (value === null) return t("insight.few");
  if (measure === "negative") return `${(value * 100).toFixed(1)}%`;
  return measure === "intensity" ? value.toFixed(2) : String(value);
}

/** All that is known of a cell, line by line. */
export function details(mood: Mood, t: Translate): string[] {
  const { negative: n, read: of, negative_share: share } = mood;
  const range = share && { share: percent(share.value), low: percent(share.low), high: percent(share.high) };
  return [
    range && mood.enough ? t("insight.cell.negative", { n, of, ...range }) : t("insight.cell.read", { n, of }),
    ...(mood.intensity !== null && mood.enough ? [t("insight.cell.intensity", { value: mood.intensity.toFixed(2) })] : []),
    t("insight.cell.counts", { n: mood.conversations, warnings: mood.warnings, severe: mood.severe }),
  ];
}

/** How a figure changed, signed, in per cent or (shares) in points; empty where nothing can be said. */
export function change(now: number | null, before: number | null, measure: Measure, t: Translate): string {
  if (now === null || before === null) return "";
  const sign = (value: number, text: string) => (value > 0 ? `+${text}` : value < 0 ? `−${text}` : `±${text}`);
  if (measure === "negative") {
    const points = Math.round((now - before) * 1000) / 10;
    return sign(points, t("insight.change.points", { n: Math.abs(points).toFixed(1) }));
  }
  if (before === 0) return "";
  const share = Math.round(((now - before) / before) * 100);
  return sign(share, `${Math.abs(share)}%`);
}
