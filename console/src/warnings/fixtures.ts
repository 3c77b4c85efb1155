/** Small builders for the unit checks. */
import type { Interval, TierFigures, WarningGroup, WarningReport } from "../api/types";

export function interval(value: number, apart = 0.05): Interval {
  return { value, low: value - apart, high: value + apart };
}

export function figures(change: Partial<TierFigures> = {}): TierFigures {
  return {
    tier: "moderate", warned: 100, hits: 70, precision: interval(0.7), recall: interval(0.6),
    false_alarms_per_1000: { value: 30, low: 20, high: 45 }, lead_turns: { median: 4, low_quartile: 2, high_quartile: 7.5 },
    lead_s: { median: 7200, low_quartile: 600, high_quartile: 172_800 }, enough: true, needed: 0,
    ...change,
  };
}

export function group(by: WarningGroup["by"], key: string, change: Partial<WarningGroup> = {}): WarningGroup {
  return { by, key, conversations: 10, with_outcome: 8, bad: 3, tiers: [figures()], ...change };
}

export function report(change: Partial<WarningReport> = {}): WarningReport {
  return {
    since: null, until: null, silence: "unknown", conversations: 10, with_outcome: 8, bad: 3, tiers: [figures()],
    groups: [], calibration: [],
    ...change,
  };
}
