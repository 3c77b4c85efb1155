/** What of the wall is looked at: kept in the address, so that a screen can be set up by a link. Pure. */
import type { AlarmCase, Tile } from "./types";

export interface WallFilter {
  /** `null`: all teams; empty: conversations whose sender names none. */
  team: string | null;
  channel: string;
  scene: string;
  /** Mild alarms are shown in the queue too. */
  mild: boolean;
}

export const NO_WALL_FILTER: WallFilter = { team: null, channel: "", scene: "", mild: false };

export function filterFrom(params: URLSearchParams): WallFilter {
  return {
    team: params.get("team"),
    channel: params.get("channel") ?? "",
    scene: params.get("scene") ?? "",
    mild: params.get("alarms") === "mild",
  };
}

/** The address of a filter; defaults are left out. */
export function paramsOf(filter: WallFilter): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.team !== null) params.set("team", filter.team);
  if (filter.channel) params.set("channel", filter.channel);
  if (filter.scene) params.set("scene", filter.scene);
  if (filter.mild) params.set("alarms", "mild");
  return params;
}

export function isNarrowed({ team, channel, scene }: WallFilter): boolean {
  return team !== null || channel !== "" || scene !== "";
}

export function takesTile(filter: WallFilter, { team, channel, scene }: Tile): boolean {
  return (
    (filter.team === null || (team ?? "") === filter.team) &&
    (filter.channel === "" || channel === filter.channel) &&
    (filter.scene === "" || scene === filter.scene)
  );
}

export function takesAlarm(filter: WallFilter, { served_team, channel, scene, tier }: AlarmCase): boolean {
  return (
    (filter.mild || tier !== "mild") &&
    (filter.team === null || (served_team ?? "") === filter.team) &&
    (filter.channel === "" || channel === filter.channel) &&
    (filter.scene === "" || scene === filter.scene)
  );
}
