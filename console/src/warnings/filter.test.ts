import { describe, expect, it } from "vitest";
import { filterFrom, isBackwards, NO_REPORT_FILTER, paramsOf, queryOf } from "./filter";

/** Half past midnight on the 1st of March in China; still February elsewhere. */
const NOW = Date.parse("2026-02-28T16:30:00Z");

describe("the filter in the address", () => {
  it("comes back as it was", () => {
    const filter = { ...NO_REPORT_FILTER, period: "own" as const, since: "2026-01-05", scene: "finance", fine: true, tier: "severe" as const };
    expect(filterFrom(paramsOf(filter))).toEqual(filter);
    expect(paramsOf(NO_REPORT_FILTER).toString()).toBe("");
  });

  it("forgets what it does not know", () => {
    expect(filterFrom(new URLSearchParams("period=7y&tier=none&since=yesterday&fine=0"))).toEqual(NO_REPORT_FILTER);
  });
});

describe("the query to the service", () => {
  it("counts days in Chinese time, today among them", () => {
    expect(queryOf({ ...NO_REPORT_FILTER, period: "4w" }, NOW)).toBe("since=2026-02-02");
    expect(queryOf({ ...NO_REPORT_FILTER, period: "all" }, NOW)).toBe("");
  });

  it("includes the last day of an own period, and dates only there", () => {
    const own = { ...NO_REPORT_FILTER, period: "own" as const, since: "2026-02-01", until: "2026-02-28" };
    expect(queryOf(own, NOW)).toBe("since=2026-02-01&until=2026-03-01");
    expect(queryOf({ ...own, period: "all" }, NOW)).toBe("");
  });

  it("asks for scene, channel and what silence means", () => {
    const filter = { ...NO_REPORT_FILTER, period: "all" as const, scene: "a&b", channel: "微信", fine: true };
    expect(new URLSearchParams(queryOf(filter, NOW))).toEqual(
      new URLSearchParams({ scene: "a&b", channel: "微信", silence: "fine" }),
    );
  });

  it("knows a period that ends before it begins", () => {
    const own = { ...NO_REPORT_FILTER, period: "own" as const, since: "2026-02-02", until: "2026-02-01" };
    expect(isBackwards(own)).toBe(true);
    expect(isBackwards({ ...own, until: "2026-02-02" })).toBe(false);
    expect(isBackwards({ ...own, until: "" })).toBe(false);
    expect(isBackwards({ ...own, period: "all" })).toBe(false);
  });
});
