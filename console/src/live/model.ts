/** What the live page knows, and how news changes it. Pure: time, network and React are elsewhere. */
import type { Action, ConversationDetail, ConversationSummary, LiveUpdate, Tier, Turn } from "../api/types";

export const TIERS: readonly Tier[] = ["severe", "moderate", "mild", "none"];
const LEVEL: Record<Tier, number> = { none: 0, mild: 1, moderate: 2, severe: 3 };

/** Points kept for the small curve of a row. */
export const SPARK_POINTS = 24;
/** A mood that falls by this much per customer turn counts as getting worse. */
const RISING_SLOPE = -0.1;

export interface Row {
  summary: ConversationSummary;
  /** Whether `moods` reaches back to before the page was opened. */
  whole: boolean;
  /** Mood after each customer turn seen so far, oldest first. */
  moods: readonly number[];
  /** Sequence of the turn that gave the last mood, so that a rebuilt turn does not count twice. */
  moodAt: number;
}

export type Rows = ReadonlyMap<string, Row>;

export function level(tier: Tier): number {
  return LEVEL[tier];
}

export function isRising(summary: ConversationSummary): boolean {
  return summary.tier !== "none" && summary.slope <= RISING_SLOPE;
}

function compare(a: Row, b: Row): number {
  const [x, y] = [a.summary, b.summary];
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
  return [...rows.values()].sort(compare).map((row) => row.summary.id);
}

/** Keeps a given order while new ids are added at its end and vanished ones leave: for a list that is being pointed at. */
export function held(previous: readonly string[], rows: Rows): string[] {
  const known = new Set(previous);
  return [...previous.filter((id) => rows.has(id)), ...ordered(rows).filter((id) => !known.has(id))];
}

/** Rows after a fresh list from the service; the small curves seen so far are kept. */
export function fromList(rows: Rows, list: readonly ConversationSummary[]): Rows {
  return new Map(
    list.map((summary) => {
      const known = rows.get(summary.id);
      const start: Row = { summary, whole: summary.customer_turns === 0, moods: [], moodAt: 0 };
      return [summary.id, known ? { ...known, summary } : start];
    }),
  );
}

/** Rows after a whole conversation was read: its small curve is now complete. */
export function fromDetail(rows: Rows, detail: ConversationDetail): Rows {
  if (!rows.has(detail.id)) return rows;
  const read = detail.turns_list.filter((turn) => turn.reading && turn.mood != null);
  const moods = read.map((turn) => turn.mood ?? 0).slice(-SPARK_POINTS);
  const moodAt = read.at(-1)?.sequence ?? 0;
  return new Map(rows).set(detail.id, { summary: detail, whole: true, moods, moodAt });
}

function isFirst(news: LiveUpdate): boolean {
  return news.turns.some((turn) => turn.sequence === 1);
}

function withUpdate(row: Row | undefined, news: LiveUpdate): Row {
  const { conversation: summary } = news;
  const { whole, moods: seen, moodAt: from } = row ?? { whole: isFirst(news), moods: [], moodAt: 0 };
  let [moods, moodAt] = [seen, from];
  for (const turn of news.turns) {
    const sequence = turn.sequence ?? 0;
    if (!turn.reading || turn.mood == null || sequence <= moodAt) continue;
    moods = [...moods, turn.mood].slice(-SPARK_POINTS);
    moodAt = sequence;
  }
  return { summary, whole, moods, moodAt };
}

/** Rows after a batch of updates, in the order in which they came. */
export function applyUpdates(rows: Rows, news: readonly LiveUpdate[]): Rows {
  if (news.length === 0) return rows;
  const next = new Map(rows);
  for (const update of news) {
    next.set(update.conversation.id, withUpdate(next.get(update.conversation.id), update));
  }
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
}

export const NO_FILTER: Filter = { tier: "", scene: "", text: "" };

/** `words` gives what a person would type to find the row, besides its id. */
export function matches(summary: ConversationSummary, filter: Filter, words: (s: ConversationSummary) => string): boolean {
  if (filter.tier && summary.tier !== filter.tier) return false;
  if (filter.scene && summary.scene !== filter.scene) return false;
  const sought = filter.text.trim().toLowerCase();
  return sought === "" || `${summary.id} ${words(summary)}`.toLowerCase().includes(sought);
}
