import { describe, expect, it } from "vitest";
import type { Translate } from "../i18n";
import { caution, duration, isSharp, NONE, perThousand, share, standing, times, turns } from "./figures";
import { figures, interval, report } from "./fixtures";

const told: Translate = (key, values) => [key, ...Object.values(values ?? {})].join(" ");

describe("figures", () => {
  it("give one number only where enough is known, and the range always", () => {
    expect(share(interval(0.7), true)).toEqual({ value: "70%", range: "65–75%" });
    expect(share(interval(0.7), false)).toEqual({ value: "", range: "65–75%" });
    expect(perThousand({ value: 30.4, low: 20, high: 45.5 }, true)).toEqual({ value: "30", range: "20–46" });
    expect(perThousand({ value: 30.4, low: 20, high: 45.5 }, false).value).toBe("");
    const { lead_turns, lead_s } = figures();
    expect(turns(lead_turns, true, told)).toEqual({ value: "report.turns 4", range: "report.turns 2–7.5" });
    expect(turns(lead_turns, false, told).value).toBe("");
    expect(times(lead_s, false, told)).toEqual({ value: "", range: "report.minutes 10report.toreport.days 2" });
  });

  it("say nothing where nothing is known", () => {
    expect(share(null, false)).toEqual({ value: NONE, range: "" });
    expect(turns(null, true, told)).toEqual({ value: NONE, range: "" });
  });

  it("come with a caution that names how many more known ends it takes", () => {
    expect(caution(figures({ enough: false, needed: 37 }), told)).toBe("report.few 37");
    expect(caution(figures(), told)).toBe("");
  });

  it("are sharp up to ten points to either side", () => {
    expect(isSharp({ value: 0.5, low: 0.41, high: 0.6 })).toBe(true);
    expect(isSharp({ value: 0.5, low: 0.3, high: 0.6 })).toBe(false);
  });
});

describe("duration", () => {
  it("uses the unit a person would use, and says when a warning came too late", () => {
    expect(duration(20, told)).toBe("report.minutes 1");
    expect(duration(3599, told)).toBe("report.minutes 60");
    expect(duration(5400, told)).toBe("report.hours 1.5");
    expect(duration(86_400, told)).toBe("report.hours 24");
    expect(duration(3 * 86_400, told)).toBe("report.days 3");
    expect(duration(-7200, told)).toBe("report.late report.hours 2");
  });
});

describe("standing", () => {
  it("tells no conversations from none whose end is known", () => {
    expect(standing(report({ conversations: 0, with_outcome: 0 }))).toBe("nothing");
    expect(standing(report({ with_outcome: 0 }))).toBe("unknown");
    expect(standing(report())).toBe("known");
  });
});
