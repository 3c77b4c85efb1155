import { describe, expect, it } from "vitest";
import { fill } from "../i18n";
import { type MessageKey, zh } from "../i18n/zh";
import type { Problem } from "./api";
import { beside, offset, told, under } from "./problems";

const t = (key: MessageKey, values: Record<string, string | number> = {}) => fill(zh[key], values);
const name = (group: string, code: string) => (zh as Record<string, string>)[`${group}.${code}`] ?? code;
const problem = (code: string, values: Record<string, string>, path = "rules[1].when"): Problem => ({
  path, line: 1, column: 1, end_line: 1, end_column: 2, code, values, what: "in English",
});

describe("problems", () => {
  it("are told in the reader's words, with what was probably meant", () => {
    expect(told(problem("fact.unknown", { name: "rissk", near: "risk" }), t, name)).toBe("没有“rissk”这个事实；是不是想写 risk？");
    expect(told(problem("condition.type", { kind: "a number" }), t, name)).toContain("一个数");
    expect(told(problem("action.unknown", { kind: "rute", near: "route" }), t, name)).toBe("没有“rute”这种动作；是不是想写 route？");
    expect(told(problem("condition.syntax", { line: "1", column: "6", hint: "equals" }), t, name)).toBe("条件第 1 行第 6 个字符处看不懂；比较相等要写 ==");
    expect(told(problem("something.new", {}), t, name)).toBe("in English");
  });

  it("belong to the field they stand in", () => {
    const all = [problem("a", {}), problem("b", {}, "rules[11].when"), problem("c", {}, "rules[1].actions[0].kind"), problem("d", {}, "title")];
    expect(under(all, "rules[1]").map(({ code }) => code)).toEqual(["a", "c"]);
    expect(under(all, "rules[1].actions").map(({ code }) => code)).toEqual(["c"]);
    expect(beside(all, ["rules"]).map(({ code }) => code)).toEqual(["d"]);
  });

  it("stand where code points say, whatever JavaScript counts", () => {
    const text = "a\n😀b: x\nlast";
    expect(text.slice(offset(text, 2, 2))).toBe("b: x\nlast");
    expect(offset(text, 2, 99)).toBe(text.indexOf("\nlast"));
    expect(offset(text, 9, 1)).toBe(text.length);
  });
});
