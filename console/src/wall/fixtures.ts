/** Small builders for the unit checks. */
import type { AlarmCase, Tile } from "./types";

const AT = "2026-01-05T09:00:00.000Z";

export function tile(id: string, change: Partial<Tile> = {}): Tile {
  return {
    id, scene: "ecommerce", channel: "chat", team: null, agent: null, tier: "none", risk: 0.1, mood: 0, moods: [],
    climb: 0, rising: false, emotion: null, opened_at: AT, last_at: AT, waiting_since: null, alarm: "none",
    alarm_at: null, closed: false, why: [], firings: 0, turns: 1,
    ...change,
  };
}

export function alarm(conversation: string, change: Partial<AlarmCase> = {}): AlarmCase {
  return {
    conversation, tier: "moderate", at: AT, state: "open", version: 0, scene: "ecommerce", channel: "chat",
    served_team: null, agent: null, risk: 0.6, last_at: AT, person: "", team: "", by: "", done_at: null, note: "",
    resolution: null, escalated_at: null, answered_at: null, reopened: false,
    ...change,
  };
}
