import { describe, expect, it } from "vitest";
import type { Analysis } from "./api";
import { moods, percentDone, secondsLeft, underWay } from "./progress";

const RUNNING: Analysis = {
  id: "0".repeat(32), name: "评价.csv", by: "li", status: "running", lang: "zh", reader: "auto", rows: 3000, done: 1000,
  fields: {}, error: "", created_at: "2026-11-22T08:00:00Z", started_at: "2026-11-22T08:00:01Z", ended_at: null, figures: null,
};

describe("progress of an analysis", () => {
  it("is a whole percentage, 100 only at the end", () => {
    expect(percentDone(RUNNING)).toBe(33);
    expect(percentDone({ ...RUNNING, done: 2999 })).toBe(99);
    expect(percentDone({ ...RUNNING, rows: 0, done: 0 })).toBe(0);
  });

  it("guesses the time left from the rows of this run alone", () => {
    expect(secondsLeft(RUNNING, { at: 0, done: 500 }, 10_000)).toBe(40);
    expect(secondsLeft(RUNNING, { at: 0, done: 900 }, 10_000)).toBeNull();
    expect(secondsLeft({ ...RUNNING, status: "waiting" }, { at: 0, done: 0 }, 10_000)).toBeNull();
  });

  it("ends with done, failed and cancelled", () => {
    expect((["waiting", "running", "done", "failed", "cancelled"] as const).map((status) => underWay({ ...RUNNING, status })))
      .toEqual([true, true, false, false, false]);
  });

  it("shares out the moods of what was read", () => {
    expect(moods(RUNNING)).toEqual([]);
    const figures = { read: 4, set_aside: 1, negative: 1, neutral: 0, positive: 2, unsure: 1, why_set_aside: [] };
    expect(moods({ ...RUNNING, figures }).map(({ share }) => share)).toEqual([0.25, 0, 0.5, 0.25]);
  });
});
