/** Calls of the wall. */
import { json, send } from "../api/client";
import type { WallFilter } from "./filter";
import type { AlarmCase, AlarmDetail, AlarmPage, AlarmState, Receivers, Resolution, Wall } from "./types";

const MOST_ALARMS = 500;

function query(filter: WallFilter, more: Record<string, string>): string {
  const told = new URLSearchParams(more);
  if (filter.team !== null) told.set("team", filter.team);
  if (filter.scene) told.set("scene", filter.scene);
  return told.toString();
}

export function getWall(filter: WallFilter, tiles: number, signal: AbortSignal): Promise<Wall> {
  const more: Record<string, string> = filter.channel ? { channel: filter.channel } : {};
  return json(`v1/wall?${query(filter, { ...more, tiles: String(tiles) })}`, { signal });
}

export async function getAlarms(filter: WallFilter, state: AlarmState, signal: AbortSignal): Promise<AlarmCase[]> {
  const asked = query({ ...filter, team: filter.team || null }, { state, tier: "mild", limit: String(MOST_ALARMS) });
  const page = await json<AlarmPage>(`v1/alarms?${asked}`, { signal });
  return page.alarms;
}

export function getAlarm(id: string, signal: AbortSignal): Promise<AlarmDetail> {
  return json(`v1/alarms/${encodeURIComponent(id)}`, { signal });
}

/** Who may get alarms, and whether others may be typed in. */
export function getReceivers(_: string, signal: AbortSignal): Promise<Receivers> {
  return json("v1/alarm-receivers", { signal });
}

export interface Receiver {
  /** Id of a user; empty where a name is typed. */
  user: string;
  person: string;
  team: string;
  note: string;
}

const deed = (id: string, what: string, body: object) =>
  send<AlarmCase>("POST", `v1/alarms/${encodeURIComponent(id)}/${what}`, body);

export const acknowledge = (alarm: AlarmCase) => deed(alarm.conversation, "acknowledge", { version: alarm.version });

export const handOver = (alarm: AlarmCase, to: Receiver) =>
  deed(alarm.conversation, "hand-over", { ...to, person: to.user ? "" : to.person, version: alarm.version });

export const close = (alarm: AlarmCase, resolution: Resolution, note: string) =>
  deed(alarm.conversation, "close", { resolution, note, version: alarm.version });
