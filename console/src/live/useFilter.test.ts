import { describe, expect, it } from "vitest";
import { summary } from "./fixtures";
import { NO_FILTER, servedBy } from "./model";
import { filterFrom, isNarrowed, paramsOf } from "./useFilter";

describe("the filter in the address", () => {
  it("comes back as it went, and leaves out what is not narrowed", () => {
    const filter = { tier: "severe" as const, scene: "travel", text: "愤怒", staff: "team:售后 一组" };
    expect(filterFrom(new URLSearchParams(paramsOf(filter).toString()))).toEqual(filter);
    expect(paramsOf(NO_FILTER).toString()).toBe("");
    expect([isNarrowed(NO_FILTER), isNarrowed(filter)]).toEqual([false, true]);
  });

  it("drops what it does not know", () => {
    expect(filterFrom(new URLSearchParams("tier=awful&staff=boss:x"))).toEqual(NO_FILTER);
  });

  it("finds who serves", () => {
    const row = summary("c1", { agent: "小王", team: "一组" });
    expect(["", "agent:小王", "team:一组", "agent:一组", "agent:"].map((staff) => servedBy(row, staff))).toEqual([
      true, true, true, false, false,
    ]);
  });
});
