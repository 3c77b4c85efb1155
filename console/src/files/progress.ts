/** How far an analysis is, and how long it will still take. */
import type { Analysis } from "./api";

export function underWay(analysis: Analysis): boolean {
  return analysis.status === "waiting" || analysis.status === "running";
}

/** 0..100, whole. */
export function percentDone({ done, rows }: Analysis): number {
  return rows === 0 ? 0 : Math.floor((100 * done) / rows);
}

/** Rows a file must be read so far for a guess that is worth showing. */
const ENOUGH_ROWS = 200;

/**
 * Seconds left at the speed since `from`, when `doneThen` rows had been read; `null` while there is too little to go by.
 * A run that was gone on with has rows from before, which say nothing of its speed.
 */
export function secondsLeft(analysis: Analysis, from: { at: number; done: number }, now: number): number | null {
  const read = analysis.done - from.done;
  const passed = (now - from.at) / 1000;
  if (analysis.status !== "running" || read < ENOUGH_ROWS || passed <= 0) return null;
  return Math.ceil(((analysis.rows - analysis.done) * passed) / read);
}

/** Share of the read rows in each mood, in the order in which they are drawn; empty while nothing is known. */
export function moods(analysis: Analysis): { mood: "negative" | "neutral" | "positive" | "unsure"; count: number; share: number }[] {
  const { figures } = analysis;
  if (figures === null) return [];
  const parts = (["negative", "neutral", "positive", "unsure"] as const).map((mood) => ({ mood, count: figures[mood] }));
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  return total === 0 ? [] : parts.map((part) => ({ ...part, share: part.count / total }));
}
