/** What charts and table draw, out of the report. Pure. */
import type { CalibrationTenth, GroupBy, Interval, TierFigures, WarningGroup, WarningReport } from "../api/types";
import type { WarningTier } from "./filter";
import { ofTier } from "./figures";

export interface Bar {
  key: string;
  known: number;
  figures: TierFigures;
}

/** The groups of one kind of which something is known, those with the most known ends first. */
export function bars(groups: readonly WarningGroup[], by: GroupBy, tier: WarningTier): Bar[] {
  const found = groups.flatMap((group) => {
    const figures = ofTier(group.tiers, tier);
    return group.by === by && group.with_outcome > 0 && figures ? [{ key: group.key, known: group.with_outcome, figures }] : [];
  });
  return found.sort((a, b) => b.known - a.known || (a.key < b.key ? -1 : 1));
}

export interface Week {
  /** ISO week, such as `2026-W05`. */
  key: string;
  /** Its Monday, `YYYY-MM-DD`. */
  monday: string;
  conversations: number;
  known: number;
  precision: Interval | null;
  enough: boolean;
}

const WEEK_MS = 7 * 86_400_000;

/** Week after week, with those in which nothing happened, so that a gap is seen as a gap. */
export function weeks(groups: readonly WarningGroup[], tier: WarningTier): Week[] {
  const found = new Map(groups.filter((group) => group.by === "week").map((group) => [group.key, group]));
  const starts = [...found.keys()].map(mondayOf).filter((at) => !Number.isNaN(at));
  if (starts.length === 0) return [];
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  return Array.from({ length: Math.round((last - first) / WEEK_MS) + 1 }, (_, index) => {
    const at = first + index * WEEK_MS;
    const key = weekOf(at);
    const group = found.get(key);
    const figures = group && ofTier(group.tiers, tier);
    return {
      key,
      monday: new Date(at).toISOString().slice(0, 10),
      conversations: group?.conversations ?? 0,
      known: group?.with_outcome ?? 0,
      precision: figures?.precision ?? null,
      enough: figures?.enough ?? false,
    };
  });
}

/** The Monday of an ISO week in milliseconds; the 4th of January lies in week 1 of its year (ISO 8601). */
export function mondayOf(key: string): number {
  const found = /^(\d{4})-W(\d{2})$/.exec(key);
  if (!found) return Number.NaN;
  const fourth = Date.UTC(Number(found[1]), 0, 4);
  return monday(fourth) + (Number(found[2]) - 1) * WEEK_MS;
}

/** The ISO week of a Monday: the year is that of its Thursday. */
export function weekOf(at: number): string {
  const year = new Date(at + 3 * 86_400_000).getUTCFullYear();
  const first = monday(Date.UTC(year, 0, 4));
  return `${year}-W${String(Math.round((at - first) / WEEK_MS) + 1).padStart(2, "0")}`;
}

function monday(at: number): number {
  return at - ((new Date(at).getUTCDay() + 6) % 7) * 86_400_000;
}

export interface CalibrationPoint {
  tenth: CalibrationTenth;
  predicted: number;
  observed: Interval;
  /** Diameter in pixels: the area grows with the number of conversations. */
  size: number;
}

const LARGEST_PX = 26;
const SMALLEST_PX = 6;

export function calibrationPoints(tenths: readonly CalibrationTenth[]): CalibrationPoint[] {
  const most = Math.max(1, ...tenths.map((tenth) => tenth.conversations));
  return tenths.flatMap((tenth) => {
    const { predicted, observed, conversations } = tenth;
    if (predicted === null || observed === null) return [];
    return [{ tenth, predicted, observed, size: Math.max(SMALLEST_PX, LARGEST_PX * Math.sqrt(conversations / most)) }];
  });
}

export interface Line {
  by: GroupBy | "all";
  key: string;
  conversations: number;
  known: number;
  bad: number;
  figures: TierFigures;
}

const ORDER: readonly GroupBy[] = ["week", "scene", "channel"];

/** The lines of the table: all tiers of the whole, then the groups at one tier; weeks newest first. */
export function lines(report: WarningReport, tier: WarningTier): Line[] {
  const whole = report.tiers.map((figures) => ({
    by: "all" as const, key: figures.tier, conversations: report.conversations, known: report.with_outcome, bad: report.bad, figures,
  }));
  const groups = report.groups.flatMap(({ by, key, conversations, with_outcome, bad, tiers }) => {
    const figures = ofTier(tiers, tier);
    return figures ? [{ by, key, conversations, known: with_outcome, bad, figures }] : [];
  });
  const sorted = ORDER.flatMap((by) => {
    const those = groups.filter((line) => line.by === by);
    return those.sort((a, b) => (by === "week" ? (a.key < b.key ? 1 : -1) : b.known - a.known || (a.key < b.key ? -1 : 1)));
  });
  return [...whole, ...sorted];
}
