import { describe, expect, it } from "vitest";
import { daysOf, previewQuery, type Written, writtenOf, wrongDays } from "./days";

const EMPTY: Written = { conversations: "", deliveries: "", business_outcomes: "", audit: "" };

describe("days of retention", () => {
  it("empty means for good", () => {
    expect(daysOf(EMPTY)).toEqual({ conversations: null, deliveries: null, business_outcomes: null, audit: null });
    expect(writtenOf(daysOf(EMPTY))).toEqual(EMPTY);
    expect(wrongDays("audit", " ", 180)).toBe(false);
    expect(previewQuery(EMPTY)).toBe("");
  });

  it("takes whole days within bounds only", () => {
    for (const good of ["1", "365", "36500"]) expect(wrongDays("conversations", good, 180)).toBe(false);
    for (const bad of ["0", "-1", "1.5", "一年", "36501", "9999999"]) expect(wrongDays("deliveries", bad, 180)).toBe(true);
  });

  it("keeps the operation log as long as the law asks", () => {
    expect(wrongDays("audit", "179", 180)).toBe(true);
    expect(wrongDays("audit", "180", 180)).toBe(false);
  });

  it("asks about what is written", () => {
    const written = { ...EMPTY, conversations: "90 ", audit: "2192" };
    expect(previewQuery(written)).toBe("conversations=90&audit=2192");
    expect(daysOf(written)).toMatchObject({ conversations: 90, deliveries: null, audit: 2192 });
  });
});
