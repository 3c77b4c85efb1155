/** What is best done next in a conversation, and what could be said. Pure. */
import type { Action, ConversationDetail, Relief } from "../api/types";
import { reliefs } from "./foresight";
import { level } from "./model";

export interface Said {
  /** Of the script library; null: it comes from an action and is not counted. */
  id: string | null;
  scene: string;
  title: string;
  text: string;
  why: string;
  uses: number | null;
}

export interface NextStep {
  /** The action to take; null: none is open. */
  action: Action | null;
  /** Other actions of the same moment. */
  others: number;
  /** Without an action: what would lower the risk most. */
  relief: Relief | null;
}

export const OFFERED = 3;

/** Kinds that ask a person to do something, the most pressing first; others only note. */
const PRESSING = ["route", "callback", "compensate", "review", "alert", "guide", "script", "note", "stand_down"];

/** Reliefs that are wishes, not deeds: that the customer's next words be calm or kind. */
const HOPES = ["calm", "pleased"];
const MANY = 10;

function press(kind: string): number {
  const place = PRESSING.indexOf(kind);
  return place < 0 ? PRESSING.length : place;
}

function moments(detail: ConversationDetail): Map<string, number> {
  return new Map(detail.turns_list.map((turn) => [turn.event_id, Date.parse(turn.at)]));
}

/** Actions that still stand, of the newest moment first, then by tier, then by how much they press. */
export function standing(detail: ConversationDetail): Action[] {
  const at = moments(detail);
  const when = (action: Action) => at.get(action.event_id) ?? Date.parse(action.created_at);
  return detail.actions
    .filter((action) => action.status !== "withdrawn" && action.kind !== "tag")
    .sort((a, b) => when(b) - when(a) || level(b.tier) - level(a.tier) || press(a.kind) - press(b.kind) || (a.id < b.id ? -1 : 1));
}

export function nextStep(detail: ConversationDetail): NextStep {
  const open = standing(detail);
  const action = open[0] ?? null;
  const others = action ? open.filter((each) => each.event_id === action.event_id).length - 1 : 0;
  const relief = action ? undefined : reliefs(detail, MANY).find(({ name }) => !HOPES.includes(name));
  return { action, others, relief: relief ?? null };
}

/** Filled texts of the newest action that holds some: what can be said when the library is not asked. */
export function scriptsOf(detail: ConversationDetail): Said[] {
  const found = standing(detail).find(({ body }) => Array.isArray(body["scripts"]) && body["scripts"].length > 0);
  const texts = found && Array.isArray(found.body["scripts"]) ? found.body["scripts"] : [];
  return texts.slice(0, OFFERED).map((text) => ({ id: null, scene: detail.scene, title: found?.title ?? "", text, why: found?.title ?? "", uses: null }));
}
