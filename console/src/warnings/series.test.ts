import { describe, expect, it } from "vitest";
import { figures, group, interval, report } from "./fixtures";
import { bars, calibrationPoints, lines, mondayOf, weekOf, weeks } from "./series";

describe("weeks", () => {
  it("fill the gaps, over the turn of a year with 53 weeks", () => {
    const found = weeks([group("week", "2027-W02"), group("scene", "finance"), group("week", "2026-W52")], "moderate");
    expect(found.map(({ key }) => key)).toEqual(["2026-W52", "2026-W53", "2027-W01", "2027-W02"]);
    expect(found.map(({ monday }) => monday)).toEqual(["2026-12-21", "2026-12-28", "2027-01-04", "2027-01-11"]);
    expect(found.map(({ precision }) => precision?.value ?? null)).toEqual([0.7, null, null, 0.7]);
    expect(found[1]).toMatchObject({ conversations: 0, known: 0, enough: false });
  });

  it("are those of ISO 8601", () => {
    expect(new Date(mondayOf("2026-W01")).toISOString().slice(0, 10)).toBe("2025-12-29");
    expect(weekOf(Date.parse("2025-12-29"))).toBe("2026-W01");
    expect(weekOf(Date.parse("2026-12-28"))).toBe("2026-W53");
    expect(weeks([group("week", "nonsense")], "mild")).toEqual([]);
  });

  it("say of which too little is known", () => {
    const few = group("week", "2026-W05", { tiers: [figures({ enough: false, needed: 20 })] });
    expect(weeks([few], "moderate")[0]?.enough).toBe(false);
    expect(weeks([few], "severe")[0]?.precision).toBeNull();
  });
});

describe("bars", () => {
  it("show groups of which something is known, those of which most is known first", () => {
    const groups = [
      group("scene", "travel", { with_outcome: 2 }), group("scene", "finance"), group("scene", "medical", { with_outcome: 0 }),
      group("channel", "app"),
    ];
    expect(bars(groups, "scene", "moderate").map(({ key, known }) => [key, known])).toEqual([["finance", 8], ["travel", 2]]);
  });
});

describe("calibration", () => {
  it("draws tenths that hold something, their area by how much", () => {
    const tenth = (low: number, conversations: number) => ({
      low, high: low + 0.1, conversations,
      predicted: conversations ? low + 0.05 : null, observed: conversations ? interval(low + 0.02) : null,
    });
    const points = calibrationPoints([tenth(0, 400), tenth(0.1, 0), tenth(0.2, 100), tenth(0.3, 1)]);
    expect(points.map(({ predicted, size }) => [predicted, size])).toEqual([[0.05, 26], [0.25, 13], [0.35, 6]]);
  });
});

describe("lines of the table", () => {
  it("are the whole at all tiers, then groups at the chosen one, weeks newest first", () => {
    const tiers = [figures({ tier: "mild" }), figures({ tier: "severe", warned: 5 })];
    const groups = [
      group("channel", "app", { tiers }), group("week", "2026-W05", { tiers }), group("week", "2026-W06", { tiers }),
      group("scene", "finance", { tiers }),
    ];
    const found = lines(report({ tiers, groups }), "severe");
    expect(found.map(({ by, key }) => `${by} ${key}`)).toEqual([
      "all mild", "all severe", "week 2026-W06", "week 2026-W05", "scene finance", "channel app",
    ]);
    expect(found.at(-1)?.figures.warned).toBe(5);
  });
});
