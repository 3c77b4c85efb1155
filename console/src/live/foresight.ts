/** What lies ahead of a conversation, made ready to be drawn. Pure. */
import type { ConversationDetail, Foresight, Relief } from "../api/types";
import { latestJudged } from "./warnings";

export interface PullBar {
  driver: string;
  weight: number;
  /** Length beside the heaviest one, 0-1. */
  length: number;
}

/** What moves satisfaction, heaviest first, whether it lifts or lowers. */
export function pullBars({ pulls }: Foresight): PullBar[] {
  const heaviest = Math.max(...pulls.map(({ weight }) => Math.abs(weight)), 0.01);
  return pulls
    .map(({ driver, weight }) => ({ driver, weight, length: Math.abs(weight) / heaviest }))
    .sort((a, b) => b.length - a.length);
}

/** Base and pulls together: the log-odds against a bad end. */
export function pullSum({ base, pulls }: Foresight): number {
  return pulls.reduce((all, { weight }) => all + weight, base);
}

export interface Step {
  /** Customer turns from now. */
  turns: number;
  negative: number;
  positive: number;
  /** Whether the service told it, or it only lies on the way there. */
  told: boolean;
}

/** The course ahead turn by turn; what lies before or between the told turns is drawn straight, from the mood (-1 to 1). */
export function stepsAhead(mood: number, { ahead }: Foresight): Step[] {
  const told = [...ahead].filter(({ turns }) => turns > 0).sort((a, b) => a.turns - b.turns);
  const corners = [{ turns: 0, negative: Math.max(0, -mood), positive: Math.max(0, mood) }, ...told];
  return corners.slice(1).flatMap((to, index) => {
    const from = corners[index] ?? to;
    return Array.from({ length: to.turns - from.turns }, (_, n) => {
      const way = (n + 1) / (to.turns - from.turns);
      return {
        turns: from.turns + n + 1,
        negative: from.negative + (to.negative - from.negative) * way,
        positive: from.positive + (to.positive - from.positive) * way,
        told: way === 1,
      };
    });
  });
}

/** What would lower the risk now, best first; only what makes a difference that can be told in whole percent. */
export function reliefs(detail: ConversationDetail, most: number): Relief[] {
  const now = latestJudged(detail);
  const risk = Math.round((now?.risk ?? 0) * 100);
  return (now?.reliefs ?? []).filter((relief) => Math.round(relief.risk * 100) < risk).slice(0, most);
}
