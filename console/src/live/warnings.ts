/** Reads warnings and evidence out of a conversation. Pure. */
import type { ConversationDetail, Reason, Tier, Turn } from "../api/types";
import { level } from "./model";

export interface Warning {
  turn: Turn;
  tier: Tier;
  risk: number;
  reasons: Reason[];
}

/** The turns at which the tier rose, newest first. */
export function warnings(turns: readonly Turn[]): Warning[] {
  const found: Warning[] = [];
  let before: Tier = "none";
  for (const turn of turns) {
    if (turn.tier === null) continue;
    if (level(turn.tier) > level(before)) {
      found.unshift({ turn, tier: turn.tier, risk: turn.risk ?? 0, reasons: supporting(turn.reasons ?? []) });
    }
    before = turn.tier;
  }
  return found;
}

/** Reasons that speak for the risk, heaviest first. */
export function supporting(reasons: readonly Reason[]): Reason[] {
  return reasons.filter((reason) => reason.weight > 0).sort((a, b) => b.weight - a.weight);
}

/** The last turn whose risk is known: it explains where the conversation stands now. */
export function latestJudged(detail: ConversationDetail): Turn | undefined {
  return detail.turns_list.findLast((turn) => turn.risk !== null);
}

export interface Evidence {
  source: "risk" | "reading";
  reason: Reason;
}

/** A reason that points at words of a turn. */
export function placed(reason: Reason): reason is Reason & { start: number; end: number } {
  return reason.start !== null && reason.end !== null;
}

/** Evidence words by turn: those of its own reading, and those that any turn's risk points to. */
export function evidenceByTurn(turns: readonly Turn[]): Map<string, Evidence[]> {
  const found = new Map<string, Map<string, Evidence>>();
  const add = (turn: string, source: Evidence["source"], reason: Reason) => {
    const marks = found.get(turn) ?? new Map<string, Evidence>();
    marks.set(`${source}:${reason.name}:${reason.start}:${reason.end}`, { source, reason });
    found.set(turn, marks);
  };
  for (const turn of turns) {
    turn.reading?.reasons.filter(placed).forEach((reason) => add(turn.event_id, "reading", reason));
    (turn.reasons ?? [])
      .filter((reason) => placed(reason) && reason.weight > 0)
      .forEach((reason) => add(reason.event_id ?? turn.event_id, "risk", reason));
  }
  return new Map([...found].map(([turn, marks]) => [turn, [...marks.values()]]));
}
