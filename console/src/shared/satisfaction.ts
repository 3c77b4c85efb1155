import type { Satisfaction } from "../api/types";

export const FEELINGS = ["dissatisfied", "neutral", "satisfied"] as const;
export type Feeling = (typeof FEELINGS)[number];

/** Whole percentages that sum to 100: the largest remainders are rounded up. */
export function shares(satisfaction: Satisfaction): Record<Feeling, number> {
  const exact = FEELINGS.map((feeling) => ({ feeling, value: Math.max(0, satisfaction[feeling]) * 100 }));
  const sum = exact.reduce((all, { value }) => all + value, 0) || 1;
  const parts = exact.map(({ feeling, value }) => ({ feeling, value: (value / sum) * 100 }));
  const missing = 100 - parts.reduce((all, { value }) => all + Math.floor(value), 0);
  const up = [...parts].sort((a, b) => (b.value % 1) - (a.value % 1)).slice(0, missing);
  const whole = parts.map((part) => [part.feeling, Math.floor(part.value) + (up.includes(part) ? 1 : 0)] as const);
  return Object.fromEntries(whole) as Record<Feeling, number>;
}
