import { describe, expect, test } from "vitest";
import { diff } from "./diff";
import { bodyOf, emptyDraft, insertAt, preview } from "./draft";
import { filterFrom, NO_SCRIPT_FILTER, paramsOf, queryOf } from "./filter";

describe("filter", () => {
  test("survives the address", () => {
    const filter = { ...NO_SCRIPT_FILTER, scene: "travel", tier: "mild", text: "改签 押金", order: "uses", page: 3, open: "travel/a" };
    expect(filterFrom(paramsOf(filter))).toEqual(filter);
    expect(paramsOf(NO_SCRIPT_FILTER).toString()).toBe("");
  });
  test("leaves unknown values at their default and asks for the right page", () => {
    expect(filterFrom(new URLSearchParams("tier=huge&page=-4&order=x"))).toEqual(NO_SCRIPT_FILTER);
    expect(queryOf({ ...NO_SCRIPT_FILTER, page: 2, emotion: "angry" })).toBe("limit=50&offset=50&order=shelf&emotion=angry");
  });
});

describe("draft", () => {
  test("a new one is to be reviewed in half a year, by Chinese days", () => {
    const draft = emptyDraft("travel", Date.parse("2026-01-01T17:00:00Z"));
    expect(draft.reviewBy).toBe("2026-07-01");
    expect(bodyOf(draft, "draft", 4)).toMatchObject({ review_by: "2026-07-01T00:00:00+08:00", revision: 4, status: "draft" });
    expect(bodyOf({ ...draft, reviewBy: "" }, "active", null)).not.toHaveProperty("revision");
  });
  test("variables are filled with samples", () => {
    const scene = { scene: "x", title: "", variables: { late_days: 2 }, groups: [], scripts: 0 };
    expect(preview("晚了{late_days}天{other}", scene)).toBe("晚了2天{other}");
    expect(insertAt("晚了天", "{d}", 2, 2)).toEqual({ text: "晚了{d}天", cursor: 5 });
  });
});

describe("diff", () => {
  test("names what went and what came", () => {
    expect(diff("两分钟内给您", "半小时内给你")).toEqual([
      { kind: "gone", text: "两分钟" }, { kind: "new", text: "半小时" }, { kind: "same", text: "内给" },
      { kind: "gone", text: "您" }, { kind: "new", text: "你" },
    ]);
    expect(diff("一样", "一样")).toEqual([{ kind: "same", text: "一样" }]);
  });
});
