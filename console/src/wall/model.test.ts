import { describe, expect, it } from "vitest";
import { filterFrom, NO_WALL_FILTER, paramsOf } from "./filter";
import { alarm, tile } from "./fixtures";
import { applyNews, awake, climbing, columns, moved, NOTHING, queue, untaken } from "./model";
import type { AlarmCase } from "./types";

const ringing = tile("c1", { tier: "moderate", risk: 0.6, alarm: "moderate", alarm_at: "2026-01-05T09:00:05.000Z", team: "一组" });
const known = (...cases: AlarmCase[]) => ({ ...NOTHING, cases: new Map(cases.map((each) => [each.conversation, each])) });
const order = (alarms: AlarmCase[]) => alarms.map(({ conversation }) => conversation).join("");

describe("applyNews", () => {
  it("rings with the tile, once a conversation and tier", () => {
    const after = applyNews(NOTHING, { tiles: [ringing], cases: [] }, NO_WALL_FILTER);
    expect(after.cases.get("c1")).toMatchObject({ tier: "moderate", state: "open", version: 0, served_team: "一组" });
    const again = applyNews(after, { tiles: [{ ...ringing, risk: 0.7 }], cases: [] }, NO_WALL_FILTER);
    expect(again.cases.size).toBe(1);
    expect(again.cases.get("c1")).toMatchObject({ risk: 0.7, at: ringing.alarm_at });
  });

  it("opens a taken alarm again on a higher tier only", () => {
    const taken = alarm("c1", { state: "taken", version: 2, person: "li" });
    const same = applyNews(known(taken), { tiles: [ringing], cases: [] }, NO_WALL_FILTER);
    expect(same.cases.get("c1")).toMatchObject({ state: "taken", person: "li" });
    const severe = { ...ringing, tier: "severe" as const, alarm: "severe" as const };
    const risen = applyNews(same, { tiles: [severe], cases: [] }, NO_WALL_FILTER);
    expect(risen.cases.get("c1")).toMatchObject({ state: "open", tier: "severe", version: 2, reopened: true, person: "" });
  });

  it("believes the newer of two deeds, in whatever order they come", () => {
    const [first, second] = [alarm("c1", { state: "taken", version: 1 }), alarm("c1", { state: "closed", version: 2 })];
    const after = applyNews(known(), { tiles: [], cases: [second, first] }, NO_WALL_FILTER);
    expect(after.cases.get("c1")?.state).toBe("closed");
  });

  it("lets go of what is closed or outside the filter", () => {
    const before = applyNews(NOTHING, { tiles: [ringing, tile("c2")], cases: [] }, NO_WALL_FILTER);
    const after = applyNews(before, { tiles: [{ ...ringing, closed: true }], cases: [] }, NO_WALL_FILTER);
    expect([...after.tiles.keys()]).toEqual(["c2"]);
    const other = applyNews(before, { tiles: [{ ...ringing, team: "二组" }], cases: [] }, { ...NO_WALL_FILTER, team: "一组" });
    expect([...other.tiles.keys()]).toEqual(["c2"]);
  });
});

describe("the order of things", () => {
  it("puts rising tiles first, then risk in steps, so that small changes move nothing", () => {
    const all = [
      tile("a", { tier: "mild", risk: 0.31, opened_at: "2026-01-05T09:00:02.000Z" }),
      tile("b", { tier: "mild", risk: 0.32, opened_at: "2026-01-05T09:00:03.000Z" }),
      tile("c", { tier: "mild", risk: 0.45 }),
      tile("d", { tier: "mild", risk: 0.25, rising: true, climb: 0.1 }),
      tile("e"),
    ];
    const found = columns(new Map(all.map((each) => [each.id, each])));
    expect(found.mild.join("")).toBe("dcab");
    expect(found.none).toEqual(["e"]);
    expect(climbing(new Map(all.map((each) => [each.id, each])), 3).map(({ id }) => id)).toEqual(["d"]);
  });

  it("queues escalated ones first, then untaken by tier, rising and age; mild ones only if asked for", () => {
    const cases = [
      alarm("a", { tier: "severe", state: "taken" }),
      alarm("b", { at: "2026-01-05T09:00:01.000Z" }),
      alarm("c"),
      alarm("d", { tier: "severe" }),
      alarm("e", { tier: "severe", escalated_at: "2026-01-05T09:02:00.000Z", at: "2026-01-05T09:00:09.000Z" }),
      alarm("f", { state: "closed" }),
      alarm("g", { tier: "mild" }),
    ];
    const all = { ...known(...cases), tiles: new Map([["b", tile("b", { rising: true })]]) };
    expect(order(queue(all, NO_WALL_FILTER))).toBe("edbca");
    expect(order(queue(all, { ...NO_WALL_FILTER, mild: true }))).toBe("edbcga");
    expect(untaken(queue(all, NO_WALL_FILTER))).toBe(4);
  });

  it("moves within a list and stays in it", () => {
    expect([moved(["a", "b"], null, 1), moved(["a", "b"], "b", 1), moved(["a", "b"], "a", -1), moved([], "a", 1)]).toEqual([
      "a", "b", "a", null,
    ]);
  });
});

it("lets go of what has been silent too long", () => {
  const tiles = new Map([["a", tile("a")], ["b", tile("b", { last_at: "2026-01-05T09:10:00.000Z" })]]);
  const now = Date.parse("2026-01-05T09:30:00.000Z");
  expect([...awake(tiles, now, 30 * 60_000).keys()]).toEqual(["b"]);
  expect(awake(tiles, now, 31 * 60_000)).toBe(tiles);
});

it("keeps a filter in the address and back", () => {
  for (const filter of [NO_WALL_FILTER, { team: "", channel: "app", scene: "finance", mild: true }, { ...NO_WALL_FILTER, team: "一组" }]) {
    expect(filterFrom(paramsOf(filter))).toEqual(filter);
  }
});
