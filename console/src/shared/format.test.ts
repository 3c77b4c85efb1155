import { describe, expect, it } from "vitest";
import type { Translate } from "../i18n";
import { chance, waiting } from "./format";

const told: Translate = (key, values) => [key, ...Object.values(values ?? {})].join(" ");
const since = "2026-01-05T09:00:00.000Z";
const after = (seconds: number) => Date.parse(since) + seconds * 1000;

describe("waiting", () => {
  it("counts from the unanswered word, and ends when the talk has fallen silent", () => {
    expect(waiting(null, since, after(5), told)).toBe("");
    expect(waiting(since, since, after(59), told)).toBe("list.waiting time.seconds 59");
    expect(waiting(since, since, after(125), told)).toBe("list.waiting time.minutes 2");
    expect(waiting(since, since, after(1800), told)).toBe("list.silent");
  });
});

describe("chance", () => {
  it("never tells a guess as a certainty", () => {
    expect([0, 0.004, 0.006, 0.5, 0.994, 0.996, 1].map(chance)).toEqual(["0%", "<1%", "1%", "50%", "99%", ">99%", ">99%"]);
  });
});
