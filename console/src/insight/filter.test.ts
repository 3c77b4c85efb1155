import { describe, expect, it } from "vitest";
import { filterFrom, isBackwards, mayBeHourly, NO_FILTER, paramsOf, queryOf } from "./filter";

const from = (text: string) => filterFrom(new URLSearchParams(text));

describe("the filter of Insight", () => {
  it("comes back from its address, defaults left out", () => {
    const filter = { ...NO_FILTER, period: "30" as const, scene: "finance", team: "一组", measure: "volume" as const, word: "没到" };
    expect(filterFrom(paramsOf(filter))).toEqual(filter);
    expect(paramsOf(NO_FILTER).toString()).toBe("");
  });

  it("leaves what it does not know at its default", () => {
    expect(from("period=99&measure=x&grid=y&step=z&since=soon")).toEqual(NO_FILTER);
  });

  it("asks for days, or for whole days of an own period", () => {
    expect(queryOf(from("period=90&channel=app"))).toBe("days=90&channel=app");
    expect(queryOf(from("period=own&since=2026-02-27&until=2026-02-28"))).toBe("since=2026-02-27&until=2026-03-01");
    expect(isBackwards(from("period=own&since=2026-02-02&until=2026-02-01"))).toBe(true);
  });

  it("tells hours only of a time that the service tells hours of", () => {
    expect(from("step=hour").step).toBe("hour");
    expect(from("step=hour&period=90").step).toBe("day");
    expect(mayBeHourly(from("period=own&since=2026-01-01&until=2026-01-31"))).toBe(true);
    expect(mayBeHourly(from("period=own&since=2026-01-01&until=2026-02-01"))).toBe(false);
    expect(mayBeHourly(from("period=own&since=2026-01-01"))).toBe(false);
  });
});
