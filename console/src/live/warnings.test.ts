import { describe, expect, it } from "vitest";
import type { Reason } from "../api/types";
import { detail, reading, turn } from "./fixtures";
import { allQuotes, evidenceByTurn, latestJudged, warnings } from "./warnings";

function cause(name: string, weight: number): Reason {
  return { kind: "course", name, weight, text: name };
}

function place(kind: "cue" | "words", text: string, weight: number, eventId: string, start = 0): Reason {
  return { kind, name: kind, weight, text, start, end: start + Array.from(text).length, event_id: eventId };
}

describe("warnings", () => {
  it("are the rises of the tier, newest first, with causes and words apart", () => {
    const reasons = [cause("a", 0.4), cause("b", -1), cause("c", 0.9), place("cue", "投诉", 0, "e2")];
    const turns = [
      turn("e1", { tier: "none" }),
      turn("e2", { tier: "mild", reasons }),
      turn("e3", { tier: null, risk: null }),
      turn("e4", { tier: "mild" }),
      turn("e5", { tier: "none" }),
      turn("e6", { tier: "severe" }),
    ];
    const found = warnings(turns);
    expect(found.map((w) => [w.turn.event_id, w.tier])).toEqual([
      ["e6", "severe"],
      ["e2", "mild"],
    ]);
    expect(found[1]?.causes.map((r) => r.name)).toEqual(["c", "a"]);
    expect(found[1]?.quotes.map((r) => r.text)).toEqual(["投诉"]);
    expect(latestJudged(detail("c", turns.slice(0, 3)))?.event_id).toBe("e2");
  });

  it("quote clauses, kind words and crumbs never, each wording once, listed expressions first", () => {
    const kind = { ...reading, polarity: "positive" as const };
    const turns = [
      turn("e1", { text: "三天没人管，您好", reasons: [place("words", "没人", 1, "e1", 2), place("words", "您好", -1, "e1", 6)] }),
      turn("e2", { reading: kind, reasons: [place("words", "谢谢", 2, "e2")] }),
      turn("e3", { text: "我要投诉！", reasons: [place("words", "要投", 2, "e3", 1), place("cue", "投诉", 0, "e3", 2)] }),
      turn("e4", { reasons: [place("words", "不", 2, "e4")] }),
    ];
    expect(allQuotes(turns).map((r) => [r.kind, r.text])).toEqual([
      ["cue", "投诉"],
      ["words", "三天没人管"],
    ]);
  });
});

describe("evidenceByTurn", () => {
  it("brings the words that a later risk points to back to their own turn, once", () => {
    const threat = place("cue", "投诉", 0, "e1", 3);
    const turns = [
      turn("e1", { reading: { ...reading, reasons: [place("words", "退款", 0.5, "e1", 3)] }, reasons: [threat] }),
      turn("e2", { reading: null, reasons: [threat, cause("course", 0.7), place("words", "嗯", 0.3, "e2")] }),
    ];
    const found = evidenceByTurn(turns);
    expect(found.get("e1")?.map((e) => [e.source, e.reason.text])).toEqual([
      ["reading", "退款"],
      ["risk", "投诉"],
    ]);
    expect(found.has("e2")).toBe(false);
  });
});
