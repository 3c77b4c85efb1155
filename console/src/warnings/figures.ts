/** Figures of the report in words a person can trust: never a bare number where little is known. Pure. */
import type { Interval, Quartiles, TierFigures, WarningReport } from "../api/types";
import type { Translate } from "../i18n";
import { percent } from "../shared/format";
import type { WarningTier } from "./filter";

export const NONE = "—";

/** A figure as it may be shown: `value` is left empty where there is too little data, and the range says what is known. */
export interface Told {
  value: string;
  range: string;
}

const NOTHING: Told = { value: NONE, range: "" };

/** A share (0-1) in percent. */
export function share(interval: Interval | null, enough: boolean): Told {
  if (interval === null) return NOTHING;
  const range = `${percent(interval.low)}–${percent(interval.high)}%`;
  return { value: enough ? `${percent(interval.value)}%` : "", range };
}

/** Largest half-width of an interval that may still be told as one number; the service draws the line there too. */
const WIDEST = 0.1;

export function isSharp({ low, high }: Interval): boolean {
  return (high - low) / 2 <= WIDEST;
}

/** A count per 1,000. */
export function perThousand(interval: Interval | null, enough: boolean): Told {
  if (interval === null) return NOTHING;
  const range = `${Math.round(interval.low)}–${Math.round(interval.high)}`;
  return { value: enough ? String(Math.round(interval.value)) : "", range };
}

/** Median and quartiles of turns. */
export function turns(lead: Quartiles | null, enough: boolean, t: Translate): Told {
  if (lead === null) return NOTHING;
  const range = t("report.turns", { n: `${short(lead.low_quartile)}–${short(lead.high_quartile)}` });
  return { value: enough ? t("report.turns", { n: short(lead.median) }) : "", range };
}

/** Median and quartiles of seconds. */
export function times(lead: Quartiles | null, enough: boolean, t: Translate): Told {
  if (lead === null) return NOTHING;
  const range = [lead.low_quartile, lead.high_quartile].map((seconds) => duration(seconds, t)).join(t("report.to"));
  return { value: enough ? duration(lead.median, t) : "", range };
}

/** Seconds in the unit a person would use; negative ones came too late. */
export function duration(seconds: number, t: Translate): string {
  const size = Math.abs(seconds);
  if (size < 1) return t("report.minutes", { n: 0 });
  const told =
    size < 3600
      ? t("report.minutes", { n: Math.max(1, Math.round(size / 60)) })
      : size < 2 * 86_400
        ? t("report.hours", { n: short(size / 3600) })
        : t("report.days", { n: short(size / 86_400) });
  return seconds < 0 ? t("report.late", { time: told }) : told;
}

/** One digit after the point below ten, none above. */
function short(value: number): string {
  return String(Math.abs(value) < 10 ? Math.round(value * 10) / 10 : Math.round(value));
}

/** Why the figures of a tier must not be taken for knowledge; empty when they may. */
export function caution(figures: TierFigures, t: Translate): string {
  return figures.enough ? "" : t("report.few", { n: figures.needed });
}

export function ofTier(tiers: readonly TierFigures[], tier: WarningTier): TierFigures | undefined {
  return tiers.find((figures) => figures.tier === tier);
}

export type Standing = "nothing" | "unknown" | "known";

/** Whether there is anything to say: no conversations, none whose end is known, or some. */
export function standing({ conversations, with_outcome }: WarningReport): Standing {
  if (conversations === 0) return "nothing";
  return with_outcome === 0 ? "unknown" : "known";
}
