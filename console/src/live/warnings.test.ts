import { describe, expect, it } from "vitest";
import type { Reason } from "../api/types";
import { detail, reading, turn } from "./fixtures";
import { evidenceByTurn, latestJudged, warnings } from "./warnings";

function reason(name: string, weight: number, eventId: string | null, start: number | null): Reason {
  return { kind: "words", name, weight, text: name, start, end: start === null ? null : start + 2, event_id: eventId };
}

describe("warnings", () => {
  it("are the rises of the tier, newest first, with what speaks for them", () => {
    const turns = [
      turn("e1", { tier: "none" }),
      turn("e2", { tier: "mild", reasons: [reason("a", 0.4, "e2", 0), reason("b", -1, "e2", 2), reason("c", 0.9, null, null)] }),
      turn("e3", { tier: null, risk: null }),
      turn("e4", { tier: "mild" }),
      turn("e5", { tier: "none" }),
      turn("e6", { tier: "severe" }),
    ];
    expect(warnings(turns).map((w) => [w.turn.event_id, w.tier])).toEqual([["e6", "severe"], ["e2", "mild"]]);
    expect(warnings(turns)[1]?.reasons.map((r) => r.name)).toEqual(["c", "a"]);
    expect(latestJudged(detail("c", turns.slice(0, 3)))?.event_id).toBe("e2");
  });
});

describe("evidenceByTurn", () => {
  it("brings the words that a later risk points to back to their own turn, once", () => {
    const threat = reason("threat", 1.2, "e1", 3);
    const turns = [
      turn("e1", { reading: { ...reading, reasons: [reason("退款", 0.5, "e1", 3)] }, reasons: [threat] }),
      turn("e2", { reading: null, reasons: [threat, reason("course", 0.7, null, null), reason("polite", -0.3, "e2", 0)] }),
    ];
    const found = evidenceByTurn(turns);
    expect(found.get("e1")?.map((e) => [e.source, e.reason.name])).toEqual([["reading", "退款"], ["risk", "threat"]]);
    expect(found.has("e2")).toBe(false);
  });
});
