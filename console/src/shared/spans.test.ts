import { describe, expect, it } from "vitest";
import { clauseAround, cut } from "./spans";

describe("cut", () => {
  it("counts an emoji as one, like the service", () => {
    const pieces = cut("😡😡再不退款👨‍👩‍👧我就投诉", [
      { start: 2, end: 6, value: "refund" },
      { start: 12, end: 15, value: "threat" },
    ]);
    expect(pieces.filter((p) => p.values.length > 0)).toEqual([
      { text: "再不退款", start: 2, values: ["refund"] },
      { text: "就投诉", start: 12, values: ["threat"] },
    ]);
  });

  it("loses no text and keeps overlaps apart", () => {
    const text = "第三次了还没解决🙄";
    const pieces = cut(text, [
      { start: 0, end: 4, value: 1 },
      { start: 2, end: 8, value: 2 },
    ]);
    expect(pieces.map((p) => p.text).join("")).toBe(text);
    expect(pieces.map((p) => p.values)).toEqual([[1], [1, 2], [2], []]);
  });

  it("cuts off what lies outside and drops what is empty", () => {
    expect(cut("好的", [{ start: 1, end: 99, value: 1 }, { start: 1, end: 1, value: 2 }])).toEqual([
      { text: "好", start: 0, values: [] },
      { text: "的", start: 1, values: [1] },
    ]);
    expect(cut("", [{ start: 0, end: 3, value: 1 }])).toEqual([]);
  });
});

describe("clauseAround", () => {
  it("widens a crumb to its clause, counted in code points", () => {
    expect(clauseAround("😡22点？孩子都发烧了你们还拖！", 7, 12)).toBe("孩子都发烧了你们还拖");
  });

  it("stops at masked data and shortens what is long", () => {
    expect(clauseAround("打[手机号]没人接", 7, 8)).toBe("没人接");
    expect(clauseAround("一二三四五六七八九十一二三四五六七八九十", 8, 10)).toBe("…五六七八九十一二三四五六七八九十");
    expect(clauseAround("一二三四五六七八九十一二三四五六七八九十", 0, 2)).toBe("一二三四五六七八九十一二三四五六…");
  });
});
