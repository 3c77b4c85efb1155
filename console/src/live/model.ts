/** What the live page knows, and how news changes it. Pure: time, network and React are elsewhere. */
import type { Action, ConversationDetail, ConversationSummary, LiveUpdate, Tier, Turn } from "../api/types";

export const TIERS: readonly Tier[] = ["severe", "moderate", "mild", "none"];
const LEVEL: Record<Tier, number> = { none: 0, mild: 1, moderate: 2, severe: 3 };

/** A mood that falls by this much per customer turn counts as getting worse. */
const RISING_SLOPE = -0.1;

export type Rows = ReadonlyMap<string, ConversationSummary>;

export function level(tier: Tier): number {
  return LEVEL[tier];
}

export function isRising(summary: ConversationSummary): boolean {
  return summary.tier !== "none" && summary.slope <= RISING_SLOPE;
}

function compare(x: ConversationSummary, y: ConversationSummary): number {
  return (
    LEVEL[y.tier] - LEVEL[x.tier] ||
    Number(isRising(y)) - Number(isRising(x)) ||
    y.risk - x.risk ||
    (x.last_at < y.last_at ? 1 : x.last_at > y.last_at ? -1 : 0) ||
    (x.id < y.id ? -1 : 1)
  );
}

/** Ids by tier, then those getting worse, then risk, then the most recent. */
export function ordered(rows: Rows): string[] {
  return [...rows.values()].sort(compare).map((row) => row.id);
}

/** Keeps a given order while new ids are added at its end and vanished ones leave: for a list that is being pointed at. */
export function held(previous: readonly string[], rows: Rows): string[] {
  const known = new Set(previous);
  return [...previous.filter((id) => rows.has(id)), ...ordered(rows).filter((id) => !known.has(id))];
}

/** Rows after a fresh list from the service. */
export function fromList(list: readonly ConversationSummary[]): Rows {
  return new Map(list.map((summary) => [summary.id, summary]));
}

/** Rows after a batch of updates, in the order in which they came. */
export function applyUpdates(rows: Rows, news: readonly LiveUpdate[]): Rows {
  if (news.length === 0) return rows;
  const next = new Map(rows);
  for (const { conversation } of news) next.set(conversation.id, conversation);
  return next;
}

function byTime(a: Turn, b: Turn): number {
  const [x, y] = [Date.parse(a.at), Date.parse(b.at)];
  return x - y || (a.event_id < b.event_id ? -1 : a.event_id > b.event_id ? 1 : 0);
}

/** The open conversation after some of its turns were worked off (again). */
export function detailWithUpdate(detail: ConversationDetail, news: LiveUpdate): ConversationDetail {
  if (news.conversation.id !== detail.id) return detail;
  const told = new Set(news.turns.map((turn) => turn.event_id));
  const others = detail.turns_list.filter((turn) => !told.has(turn.event_id));
  // An update tells of every action as pending; what is already known of one (its delivery) is newer.
  const known = new Set(detail.actions.map((action) => action.id));
  return {
    ...detail,
    ...news.conversation,
    turns_list: [...others, ...news.turns].sort(byTime),
    actions: [...detail.actions, ...news.actions.filter((action) => !known.has(action.id))],
  };
}

/** The open conversation after the fate of one of its actions became known. A replayed action is pending again. */
export function detailWithDelivery(detail: ConversationDetail, action: Action): ConversationDetail {
  if (action.conversation !== detail.id) return detail;
  const others = detail.actions.filter((known) => known.id !== action.id);
  return { ...detail, actions: [...others, action] };
}

export interface Filter {
  tier: Tier | "";
  scene: string;
  text: string;
  /** Who serves: `agent:NAME` or `team:NAME`; empty: anybody. */
  staff: string;
}

export const NO_FILTER: Filter = { tier: "", scene: "", text: "", staff: "" };

/** Whether the conversation is served by them. */
export function servedBy(summary: ConversationSummary | undefined, staff: string): boolean {
  const { agent = "", team = "" } = summary ?? {};
  return staff === "" || (staff === `agent:${agent}` && agent !== "") || (staff === `team:${team}` && team !== "");
}

/** `words` gives what a person would type to find the row, besides its id. */
export function matches(summary: ConversationSummary, filter: Filter, words: (s: ConversationSummary) => string): boolean {
  if (filter.tier && summary.tier !== filter.tier) return false;
  if (filter.scene && summary.scene !== filter.scene) return false;
  if (!servedBy(summary, filter.staff)) return false;
  const sought = filter.text.trim().toLowerCase();
  return sought === "" || `${summary.id} ${words(summary)}`.toLowerCase().includes(sought);
}
