import { describe, expect, it } from "vitest";
import { fill, type Translate } from "../i18n";
import { zh } from "../i18n/zh";
import { duration, kpiQuery, rate } from "../warnings/kpi";
import { NO_REPORT_FILTER } from "../warnings/filter";
import type { HeatMap, Mood } from "./api";
import { heatOption } from "./heat";
import { change, details, figure, shown } from "./measures";

const t: Translate = (key, values = {}) => fill(zh[key], values);
const MOOD: Mood = {
  conversations: 3, customer_turns: 24, read: 20, negative: 5, positive: 4, unsure: 1, intensity: 0.4, valence: -0.1, load: 2.5,
  negative_share: { value: 0.25, low: 0.11, high: 0.47 }, warnings: 2, moderate: 1, severe: 0, enough: true,
};
const FEW: Mood = { ...MOOD, read: 1, negative: 1, negative_share: { value: 1, low: 0.2, high: 1 }, enough: false };

describe("measures", () => {
  it("tells no share of too few turns", () => {
    expect([figure(MOOD, "negative"), figure(FEW, "negative"), figure(FEW, "intensity"), figure(FEW, "volume")]).toEqual([0.25, null, null, 3]);
    expect([shown(0.25, "negative", t), shown(null, "negative", t), shown(0.4, "intensity", t)]).toEqual(["25.0%", "数据太少", "0.40"]);
    expect(details(FEW, t)[0]).toBe("负面 1 / 1 句，太少，不算比例");
    expect(details(MOOD, t)[0]).toBe("负面 5 / 20 句（25%，区间 11%–47%）");
  });

  it("tells changes with their sign, shares in points", () => {
    expect(change(0.25, 0.2, "negative", t)).toBe("+5.0 个百分点");
    expect([change(8, 10, "volume", t), change(5, 0, "volume", t), change(null, 1, "volume", t)]).toEqual(["−20%", "", ""]);
  });

  it("draws cells of too few turns grey and outside the scale", () => {
    const map = { grid: "hour_channel", rows: ["app", "web"], cells: [{ row: "app", column: 3, moods: MOOD }, { row: "web", column: 4, moods: FEW }] };
    const { series } = heatOption(map as HeatMap, "negative", { t, name: (_, code) => code, still: true });
    const [{ data }] = series as [{ data: { value: number[]; visualMap?: boolean }[] }];
    expect(data.map(({ value, visualMap }) => [...value, visualMap])).toEqual([[3, 1, 0.25, undefined], [4, 0, 0, false]]);
  });
});

describe("key figures", () => {
  it("says a rate only where there is enough, with its range", () => {
    const found = { hits: 30, of: 40, rate: { value: 0.75, low: 0.6, high: 0.86 }, enough: true };
    expect(rate(found, "%")).toEqual({ value: "75%", range: "60–86%" });
    expect(rate({ ...found, enough: false }, "%")).toEqual({ value: "", range: "" });
  });

  it("says durations as a person does", () => {
    expect([duration(40.3, t), duration(150, t), duration(1200, t), duration(7200, t)]).toEqual(["40 秒", "2.5 分钟", "20 分钟", "2 小时"]);
  });

  it("asks for the same time as the report", () => {
    expect(kpiQuery({ ...NO_REPORT_FILTER, period: "all", fine: true }, 0)).toBe("days=400");
    expect(kpiQuery({ ...NO_REPORT_FILTER, period: "4w", scene: "finance" }, Date.parse("2026-03-01T00:00:00Z"))).toBe("since=2026-02-02&scene=finance");
  });
});
