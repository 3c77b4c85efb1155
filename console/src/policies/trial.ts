/** What a trial shows: periods, time left, and the figures before and after: pure. */
import type { Translate } from "../i18n";
import type { Part, Trial, TrialDifference, TrialResult, TrialSide } from "./api";

export const PERIODS = ["7", "30", "90", "all"] as const;
export type Period = (typeof PERIODS)[number];
export const LIMITS = [1_000, 5_000, 20_000, 100_000, 200_000] as const;
const DAY_MS = 86_400_000;
/** More alerts in one conversation than an agent can be expected to look at: a judgement, said as advice only. */
export const FLOOD = 3;
const TIERS = ["mild", "moderate", "severe"] as const;

/** First moment of a period that ends now, in ms; null: from the beginning. */
export function since(period: Period, now: number): number | null {
  return period === "all" ? null : now - Number(period) * DAY_MS;
}

export function isOver({ status }: Trial): boolean {
  return status === "done" || status === "failed" || status === "cancelled";
}

/** Seconds left, by the pace so far; null while that cannot be told. */
export function secondsLeft(trial: Trial, now: number): number | null {
  if (trial.started_at === null || trial.share === null || trial.share < 0.02) return null;
  const spent = (now - Date.parse(trial.started_at)) / 1000;
  return Math.max(0, Math.round((spent / trial.share) * (1 - trial.share)));
}

export function spoken(seconds: number, t: Translate): string {
  return seconds < 60 ? t("time.seconds", { s: seconds }) : t("time.minutes", { m: Math.ceil(seconds / 60) });
}

/** One row of a table: the same figure on both sides. */
export interface Row {
  key: string;
  before: number;
  after: number;
}

export interface RowGroup {
  kind: "tier" | "action" | "rule";
  rows: Row[];
}

/** Alerts by tier, actions by kind and firings by rule, those that change most first (tiers stay in their order). */
export function rowGroups({ old, new: tried }: TrialResult): RowGroup[] {
  const rows = (before: Record<string, number>, after: Record<string, number>, keys: readonly string[]) =>
    keys.map((key) => ({ key, before: before[key] ?? 0, after: after[key] ?? 0 })).filter((row) => row.before > 0 || row.after > 0);
  const all = (field: "actions" | "rules") => {
    const found = rows(old[field], tried[field], [...new Set([...Object.keys(old[field]), ...Object.keys(tried[field])])]);
    return found.sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || b.after - a.after);
  };
  return [
    { kind: "tier", rows: rows(old.alerts, tried.alerts, TIERS) },
    { kind: "action", rows: all("actions") },
    { kind: "rule", rows: all("rules") },
  ];
}

export interface Headline {
  key: "alerts" | "warned" | "actions" | "hour";
  before: number | null;
  after: number | null;
}

export function headlines({ old, new: tried }: TrialResult): Headline[] {
  const pair = (key: Headline["key"], of: (side: TrialSide) => number | null): Headline => ({ key, before: of(old), after: of(tried) });
  return [
    pair("alerts", (side) => side.alerts_per_100),
    pair("warned", (side) => side.warned_per_100),
    pair("actions", (side) => side.actions_per_100),
    pair("hour", (side) => side.alerts_per_agent_hour),
  ];
}

/** A share in percent with its interval, in whole points. */
export function points(part: Part | null): { value: number; low: number; high: number } | null {
  if (part === null) return null;
  const [value = 0, low = 0, high = 0] = [part.value, part.low, part.high].map((each) => Math.round(each * 100));
  return { value, low, high };
}

/** `+2.5`, `−3`, `0`: one digit where it is not whole. */
export function change(before: number, after: number): string {
  const by = Math.round((after - before) * 10) / 10;
  if (by === 0) return "0";
  return by > 0 ? `+${by}` : `−${-by}`;
}

/** Kinds of action whose count differs, as `before → after`. */
export function actionsMoved({ before, after }: TrialDifference): Row[] {
  const kinds = [...new Set([...Object.keys(before.actions), ...Object.keys(after.actions)])];
  return kinds.map((key) => ({ key, before: before.actions[key] ?? 0, after: after.actions[key] ?? 0 })).filter((row) => row.before !== row.after);
}

export function rulesMoved({ before, after }: TrialDifference): { gone: string[]; come: string[] } {
  return {
    gone: before.rules.filter((rule) => !after.rules.includes(rule)),
    come: after.rules.filter((rule) => !before.rules.includes(rule)),
  };
}
