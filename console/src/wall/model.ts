/** What the wall knows, and how news changes it. Pure: time, network and React are elsewhere. */
import type { Tier } from "../api/types";
import { level, TIERS } from "../live/model";
import { takesAlarm, takesTile, type WallFilter } from "./filter";
import type { AlarmCase, Tile, Wall } from "./types";

export type Tiles = ReadonlyMap<string, Tile>;
export type Cases = ReadonlyMap<string, AlarmCase>;

export interface Known {
  tiles: Tiles;
  cases: Cases;
}

export interface News {
  tiles: readonly Tile[];
  cases: readonly AlarmCase[];
}

export const NOTHING: Known = { tiles: new Map(), cases: new Map() };

/** What is known after news, in the order in which it came. An alarm rings with the tile; what was done follows. */
export function applyNews(known: Known, news: News, filter: WallFilter): Known {
  if (news.tiles.length === 0 && news.cases.length === 0) return known;
  const tiles = new Map(known.tiles);
  const cases = new Map(known.cases);
  for (const tile of news.tiles) {
    if (tile.closed || !takesTile(filter, tile)) tiles.delete(tile.id);
    else tiles.set(tile.id, tile);
    const ringing = rung(tile, cases.get(tile.id));
    if (ringing) cases.set(tile.id, ringing);
  }
  for (const told of news.cases) {
    const before = cases.get(told.conversation);
    // Deeds of one alarm may be told out of turn by two workers: the version says which is newer.
    if (!before || told.version >= before.version) cases.set(told.conversation, told);
  }
  return { tiles, cases };
}

/** The alarm that a tile tells of, when it is new, of a higher tier than known, or has moved on; else `null`. */
export function rung(tile: Tile, known: AlarmCase | undefined): AlarmCase | null {
  if (tile.alarm === "none" || tile.alarm_at === null) return null;
  const now = { risk: tile.risk, last_at: tile.last_at, served_team: tile.team, agent: tile.agent };
  if (known && level(known.tier) >= level(tile.alarm)) return { ...known, ...now };
  return {
    conversation: tile.id, tier: tile.alarm, at: tile.alarm_at, state: "open", version: known?.version ?? 0,
    scene: tile.scene, channel: tile.channel, ...now, person: "", team: "", by: known?.by ?? "",
    done_at: known?.done_at ?? null, note: known?.note ?? "", resolution: null, escalated_at: null, answered_at: null,
    reopened: (known?.version ?? 0) > 0,
  };
}

/** Tiles without those in which nothing has happened for `idle` ms. The same map if none is too old. */
export function awake(tiles: Tiles, now: number, idle: number): Tiles {
  const left = [...tiles].filter(([, tile]) => now - Date.parse(tile.last_at) < idle);
  return left.length === tiles.size ? tiles : new Map(left);
}

/** Steps of risk that a tile must climb to overtake its neighbour, so that a wall does not flicker. */
const RISK_STEP = 0.05;

function compareTiles(x: Tile, y: Tile): number {
  return (
    Number(y.rising) - Number(x.rising) ||
    Math.round(y.risk / RISK_STEP) - Math.round(x.risk / RISK_STEP) ||
    (x.opened_at < y.opened_at ? -1 : x.opened_at > y.opened_at ? 1 : 0) ||
    (x.id < y.id ? -1 : 1)
  );
}

/** Ids of each tier: rising ones first, then by risk in steps, then the oldest. */
export function columns(tiles: Tiles): Record<Tier, string[]> {
  const found: Record<Tier, Tile[]> = { severe: [], moderate: [], mild: [], none: [] };
  for (const tile of tiles.values()) found[tile.tier].push(tile);
  const ids = (tier: Tier) => found[tier].sort(compareTiles).map(({ id }) => id);
  return { severe: ids("severe"), moderate: ids("moderate"), mild: ids("mild"), none: ids("none") };
}

/** Conversations that the page can hold; of more the service counts, and tells of the most urgent. */
export const MOST_TILES = 1000;

/** How many stand at a tier: counted here while the page holds all of them, else as the service last said. */
export function counted(wall: Wall | null, byTier: Record<Tier, string[]>, tier: Tier): number {
  return wall && wall.open > MOST_TILES ? (wall.by_tier[tier] ?? 0) : byTier[tier].length;
}

export function open(wall: Wall | null, byTier: Record<Tier, string[]>): number {
  return TIERS.reduce((sum, tier) => sum + counted(wall, byTier, tier), 0);
}

/** Those whose risk climbs fastest. */
export function climbing(tiles: Tiles, most: number): Tile[] {
  const rising = [...tiles.values()].filter((tile) => tile.rising);
  return rising.sort((x, y) => y.climb - x.climb || y.risk - x.risk || (x.id < y.id ? -1 : 1)).slice(0, most);
}

const STATE = { open: 0, taken: 1, closed: 2 } as const;

/** The alarm queue: escalated ones on top, untaken before taken, by tier, rising ones first, then the oldest. */
export function queue({ tiles, cases }: Known, filter: WallFilter): AlarmCase[] {
  const rising = (alarm: AlarmCase) => Number(tiles.get(alarm.conversation)?.rising ?? false);
  const raised = (alarm: AlarmCase) => Number(alarm.state === "open" && alarm.escalated_at !== null);
  return [...cases.values()]
    .filter((alarm) => alarm.state !== "closed" && takesAlarm(filter, alarm))
    .sort(
      (x, y) =>
        STATE[x.state] - STATE[y.state] ||
        raised(y) - raised(x) ||
        level(y.tier) - level(x.tier) ||
        rising(y) - rising(x) ||
        (x.at < y.at ? -1 : x.at > y.at ? 1 : 0) ||
        (x.conversation < y.conversation ? -1 : 1),
    );
}

export function untaken(alarms: readonly AlarmCase[]): number {
  return alarms.filter(({ state }) => state === "open").length;
}

/** Where a key press moves to in a list of `ids`. */
export function moved(ids: readonly string[], from: string | null, step: number): string | null {
  const at = from === null ? -1 : ids.indexOf(from);
  return ids[Math.max(0, Math.min(ids.length - 1, at + step))] ?? null;
}
