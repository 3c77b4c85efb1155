import { describe, expect, it } from "vitest";
import type { Foresight } from "../api/types";
import { shares } from "../shared/satisfaction";
import { detail, turn } from "./fixtures";
import { pullBars, pullSum, reliefs, stepsAhead } from "./foresight";

const FORESIGHT: Foresight = {
  satisfaction: { dissatisfied: 0.6, neutral: 0.3, satisfied: 0.1, level: -0.5 },
  base: 1.5,
  pulls: [{ driver: "length", weight: 0.5 }, { driver: "emotion", weight: -2 }],
  ahead: [{ turns: 3, negative: 0.6, positive: 0.1 }, { turns: 4, negative: 0.5, positive: 0.2 }],
  lead: { low: 2, median: 6, high: 13 },
};

describe("shares", () => {
  it("sum to 100 whatever is rounded", () => {
    const third = { dissatisfied: 1 / 3, neutral: 1 / 3, satisfied: 1 / 3, level: 0 };
    expect(shares(third)).toEqual({ dissatisfied: 34, neutral: 33, satisfied: 33 });
    expect(shares({ dissatisfied: 0.9986, neutral: 0.0013, satisfied: 0.0001, level: -1 })).toEqual({
      dissatisfied: 100, neutral: 0, satisfied: 0,
    });
    expect(shares({ dissatisfied: 0.005, neutral: 0.005, satisfied: 0.99, level: 1 }).satisfied).toBe(99);
  });
});

describe("pulls", () => {
  it("are drawn heaviest first and add up with the base", () => {
    expect(pullBars(FORESIGHT)).toEqual([
      { driver: "emotion", weight: -2, length: 1 }, { driver: "length", weight: 0.5, length: 0.25 },
    ]);
    expect(pullSum(FORESIGHT)).toBe(0);
  });
});

describe("the course ahead", () => {
  it("goes turn by turn from the mood to what was told", () => {
    const steps = stepsAhead(-0.3, FORESIGHT);
    expect(steps.map(({ turns, told }) => [turns, told])).toEqual([[1, false], [2, false], [3, true], [4, true]]);
    expect(steps[0]?.negative).toBeCloseTo(0.4);
    expect(steps[2]).toMatchObject({ negative: 0.6, positive: 0.1 });
  });

  it("is empty where nothing was told", () => {
    expect(stepsAhead(0, { ...FORESIGHT, ahead: [] })).toEqual([]);
  });
});

describe("reliefs", () => {
  const relief = (name: string, risk: number) => ({ name, text: name, risk });

  it("are those of the latest judged turn that make a visible difference", () => {
    const turns = [
      turn("e1", { reliefs: [relief("old", 0.1)] }),
      turn("e2", { risk: 0.8, reliefs: [relief("answer", 0.43), relief("calm", 0.6), relief("more", 0.7)] }),
      turn("e3", { risk: null, tier: null }),
    ];
    expect(reliefs(detail("c", turns), 2).map(({ name }) => name)).toEqual(["answer", "calm"]);
    expect(reliefs(detail("c", [turn("e1", { risk: 0.8, reliefs: [relief("same", 0.799)] })]), 2)).toEqual([]);
  });
});
