import { describe, expect, it } from "vitest";
import type { PolicyForm, RuleForm } from "./api";
import { freeId, moved, nextVersion, typed, withCopy, withNewRule, without, withRule, withThreshold } from "./form";

const rule = (id: string, origin: number): RuleForm => ({
  id, title: id, when: "risk > 0.5", tier: "mild", cooldown: 4, limit: 3, actions: [{ kind: "alert", title: "x", params: {} }], origin,
});
const FORM: PolicyForm = {
  scene: "shop", version: "1", title: "t", thresholds: { mild: 0.2, moderate: 0.5, severe: 0.8 }, facts: {},
  rules: [rule("a", 0), rule("b", 1), rule("c", 2)],
};
const ids = (form: PolicyForm) => form.rules.map(({ id }) => id);

describe("thresholds", () => {
  it("push the others along and go on rising", () => {
    expect(withThreshold(FORM.thresholds, "moderate", 0.9)).toEqual({ mild: 0.2, moderate: 0.9, severe: 0.91 });
    expect(withThreshold(FORM.thresholds, "severe", 0.1)).toEqual({ mild: 0.08, moderate: 0.09, severe: 0.1 });
    expect(withThreshold(FORM.thresholds, "mild", 5)).toEqual({ mild: 0.98, moderate: 0.99, severe: 1 });
    expect(withThreshold(FORM.thresholds, "severe", -3)).toEqual({ mild: 0.01, moderate: 0.02, severe: 0.03 });
  });
});

describe("rules", () => {
  it("are moved, copied and removed without losing where they came from", () => {
    expect(ids(moved(FORM, 0, 2))).toEqual(["b", "c", "a"]);
    expect(moved(FORM, 0, 3)).toBe(FORM);
    expect(moved(FORM, 0, 2).rules.map(({ origin }) => origin)).toEqual([1, 2, 0]);
    expect(ids(without(FORM, 1))).toEqual(["a", "c"]);
    const copied = withCopy(FORM, 1);
    expect(ids(copied)).toEqual(["a", "b", "b-2", "c"]);
    expect(copied.rules[2]?.origin).toBeNull();
    expect(withRule(FORM, 1, { limit: 9 }).rules.map(({ limit }) => limit)).toEqual([3, 9, 3]);
  });

  it("get ids that nobody has", () => {
    const once = withNewRule(FORM, 0, "新", "新");
    expect(ids(once)).toEqual(["a", "new-rule", "b", "c"]);
    expect(ids(withNewRule(once, -1, "新", "新"))[0]).toBe("new-rule-2");
    expect(freeId(FORM, "z")).toBe("z");
  });
});

describe("values", () => {
  it("are taken as what was meant", () => {
    expect(["true", "false", "12", "-3", "1.5", "1.", "中", " 7 "].map(typed)).toEqual([true, false, 12, -3, 1.5, "1.", "中", 7]);
  });

  it("a version is counted on past those that are taken", () => {
    expect(nextVersion("1.0.0")).toBe("1.0.1");
    expect(nextVersion("2026-11b")).toBe("2026-12b");
    expect(nextVersion("draft")).toBe("draft.1");
    expect(nextVersion("1.0.0", ["1.0.1", "1.0.2"])).toBe("1.0.3");
  });
});
