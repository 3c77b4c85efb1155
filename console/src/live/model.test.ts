import { describe, expect, it } from "vitest";
import { action, detail, summary, turn, update } from "./fixtures";
import * as model from "./model";

describe("rows", () => {
  it("are ordered by tier, then by getting worse, then by risk", () => {
    const rows = model.fromList([
      summary("calm", { risk: 0.19 }),
      summary("severe", { tier: "severe", risk: 0.81 }),
      summary("mild-steady", { tier: "mild", risk: 0.45 }),
      summary("mild-worse", { tier: "mild", risk: 0.3, slope: -0.4 }),
    ]);
    expect(model.ordered(rows)).toEqual(["severe", "mild-worse", "mild-steady", "calm"]);
  });

  it("keep their places while held, new ones at the end", () => {
    const before = model.fromList([summary("a"), summary("b")]);
    const after = model.applyUpdates(before, [update("b", turn("e1", { risk: 0.9, tier: "severe" })), update("c", turn("e1"))]);
    expect(model.held(["a", "gone", "b"], after)).toEqual(["a", "b", "c"]);
    expect(model.ordered(after)[0]).toBe("b");
  });

  it("are renewed by news and by a fresh list", () => {
    const mood = (value: number, ...moods: number[]) => ({ ...update("c"), conversation: summary("c", { mood: value, moods }) });
    const rows = model.applyUpdates(model.fromList([summary("c"), summary("d")]), [mood(0.1, 0.1), mood(-0.4, 0.1, -0.4)]);
    expect(rows.get("c")?.moods).toEqual([0.1, -0.4]);
    expect(rows.size).toBe(2);
    expect(model.fromList([summary("c")]).has("d")).toBe(false);
  });
});

describe("the open conversation", () => {
  it("replaces a turn that was worked off again and puts a late one in its place", () => {
    const open = detail("c1", [turn("e1"), turn("e3")]);
    const late = model.detailWithUpdate(open, update("c1", turn("e2")));
    expect(late.turns_list.map((t) => t.event_id)).toEqual(["e1", "e2", "e3"]);
    const again = model.detailWithUpdate(late, update("c1", turn("e3", { mood: -0.9 })));
    expect(again.turns_list).toHaveLength(3);
    expect(again.turns_list[2]?.mood).toBe(-0.9);
    expect(model.detailWithUpdate(open, update("other", turn("e2")))).toBe(open);
  });

  it("does not fall back to pending when the outcome arrives after the delivery", () => {
    const open = model.detailWithDelivery(detail("c1", [turn("e1")]), action("a1", { status: "delivered" }));
    const news = { ...update("c1", turn("e1")), actions: [action("a1"), action("a2")] };
    const statuses = model.detailWithUpdate(open, news).actions.map((known) => known.status);
    expect(statuses).toEqual(["delivered", "pending"]);
    const replayed = model.detailWithDelivery(open, action("a1", { status: "pending" }));
    expect(replayed.actions[0]?.status).toBe("pending");
  });
});

describe("the filter", () => {
  const words = () => "愤怒 微信";
  it("needs every condition to hold", () => {
    const row = summary("ORD-7", { tier: "severe" });
    expect(model.matches(row, { tier: "severe", scene: "ecommerce", text: " ord-7 ", staff: "" }, words)).toBe(true);
    expect(model.matches(row, { tier: "", scene: "", text: "愤怒", staff: "" }, words)).toBe(true);
    expect(model.matches(row, { tier: "mild", scene: "", text: "", staff: "" }, words)).toBe(false);
    expect(model.matches(row, { tier: "", scene: "travel", text: "", staff: "" }, words)).toBe(false);
    expect(model.matches(row, { tier: "", scene: "", text: "感激", staff: "" }, words)).toBe(false);
  });
});
