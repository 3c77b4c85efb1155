import { describe, expect, it } from "vitest";
import { action, detail, turn } from "./fixtures";
import { nextStep, scriptsOf, standing } from "./nextStep";

const talk = (...actions: ReturnType<typeof action>[]) => ({ ...detail("c1", [turn("e1"), turn("e2")]), actions });

describe("nextStep", () => {
  it("is the most pressing action of the newest moment", () => {
    const found = nextStep(
      talk(
        action("a", { event_id: "e1", kind: "route", tier: "severe" }),
        action("b", { event_id: "e2", kind: "alert" }),
        action("c", { event_id: "e2", kind: "callback" }),
        action("d", { event_id: "e2", kind: "route", status: "withdrawn" }),
      ),
    );
    expect([found.action?.id, found.others]).toEqual(["c", 1]);
  });

  it("falls back on what would lower the risk, and on nothing", () => {
    const relieved = { ...talk(), turns_list: [turn("e1", { risk: 0.8, reliefs: [{ name: "x", text: "及时答复", risk: 0.3 }] })] };
    expect(nextStep(relieved)).toMatchObject({ action: null, relief: { text: "及时答复" } });
    expect(nextStep(talk())).toEqual({ action: null, others: 0, relief: null });
  });

  it("does not care in which order actions came", () => {
    const some = [action("a"), action("b", { kind: "route" }), action("c", { event_id: "e2" })];
    expect(standing(talk(...some)).map(({ id }) => id)).toEqual(standing(talk(...some.toReversed())).map(({ id }) => id));
  });
});

describe("scriptsOf", () => {
  it("gives the newest filled texts, three at most", () => {
    const older = action("a", { event_id: "e1", kind: "script", body: { scripts: ["旧"] } });
    const newer = action("b", { event_id: "e2", kind: "script", body: { scripts: ["一", "二", "三", "四"] } });
    expect(scriptsOf(talk(older, newer)).map(({ text }) => text)).toEqual(["一", "二", "三"]);
    expect(scriptsOf(talk(action("c")))).toEqual([]);
  });
});
