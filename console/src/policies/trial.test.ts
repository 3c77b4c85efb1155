import { describe, expect, it } from "vitest";
import type { Trial, TrialDifference, TrialResult, TrialSide } from "./api";
import { actionsMoved, change, headlines, points, rowGroups, rulesMoved, secondsLeft, since } from "./trial";

const side = (part: Partial<TrialSide>): TrialSide => ({
  policy: "p", risk: "r", thresholds: { mild: 0.2, moderate: 0.5, severe: 0.8 }, alerts: {}, alerts_per_100: 0, alerts_per_agent_hour: null,
  alerts_per_day: 0, actions: {}, actions_per_100: 0, rules: {}, failures: {}, warned: 0, warned_per_100: 0, ends: null, ...part,
});
const RESULT = {
  old: side({ alerts: { mild: 4, severe: 2 }, alerts_per_100: 60, actions: { alert: 9, note: 1 }, rules: { a: 3, b: 1 } }),
  new: side({ alerts: { mild: 1, severe: 2 }, alerts_per_100: 30, actions: { alert: 2, note: 1, tag: 3 }, rules: { b: 2 } }),
} as TrialResult;

describe("a trial", () => {
  it("shows what changes most first, tiers in their order", () => {
    const groups = rowGroups(RESULT).map(({ rows }) => rows.map(({ key, before, after }) => `${key} ${before} ${after}`));
    expect(groups).toEqual([["mild 4 1", "severe 2 2"], ["alert 9 2", "tag 0 3", "note 1 1"], ["a 3 0", "b 1 2"]]);
    expect(headlines(RESULT)[0]).toEqual({ key: "alerts", before: 60, after: 30 });
    expect(headlines(RESULT)[3]).toEqual({ key: "hour", before: null, after: null });
  });

  it("says how long it still takes once the pace is known", () => {
    const trial = { started_at: "2026-01-01T00:00:00Z", share: 0.25 } as Trial;
    expect(secondsLeft(trial, Date.parse("2026-01-01T00:00:10Z"))).toBe(30);
    expect(secondsLeft({ ...trial, share: null }, 0)).toBeNull();
    expect(secondsLeft({ ...trial, share: 0.001 }, 0)).toBeNull();
  });

  it("names what one conversation gains and loses", () => {
    const course = { tier: "mild", alerts: 1, warned: null } as const;
    const found = {
      before: { ...course, actions: { alert: 2, note: 1 }, rules: ["a", "b"] }, after: { ...course, actions: { note: 1, tag: 1 }, rules: ["b", "c"] },
    } as unknown as TrialDifference;
    expect(actionsMoved(found)).toEqual([{ key: "alert", before: 2, after: 0 }, { key: "tag", before: 0, after: 1 }]);
    expect(rulesMoved(found)).toEqual({ gone: ["a"], come: ["c"] });
  });

  it("writes changes with a proper minus, and shares in points", () => {
    expect([change(1, 3.5), change(3, 0), change(2, 2.04)]).toEqual(["+2.5", "−3", "0"]);
    expect(points({ value: 0.666, low: 0.1, high: 0.9 })).toEqual({ value: 67, low: 10, high: 90 });
    expect(points(null)).toBeNull();
    expect(since("all", 5)).toBeNull();
    expect(since("7", 7 * 86_400_000)).toBe(0);
  });
});
