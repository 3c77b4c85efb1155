/** Reads warnings and evidence out of a conversation. Pure. */
import type { ConversationDetail, Reason, Tier, Turn } from "../api/types";
import { clauseAround } from "../shared/spans";
import { level } from "./model";

export interface Warning {
  turn: Turn;
  tier: Tier;
  risk: number;
  /** How things went, heaviest first. */
  causes: Reason[];
  /** The words that stand behind it. */
  quotes: Reason[];
}

/** The turns at which the tier rose, newest first. */
export function warnings(turns: readonly Turn[]): Warning[] {
  const found: Warning[] = [];
  let before: Tier = "none";
  for (const turn of turns) {
    if (turn.tier == null) continue;
    if (level(turn.tier) > level(before)) {
      found.unshift({ turn, tier: turn.tier, risk: turn.risk ?? 0, causes: causes(turn), quotes: quotes(turn) });
    }
    before = turn.tier;
  }
  return found;
}

/** Reasons of the risk that speak for it and are no place in a text, heaviest first. */
function causes(turn: Turn): Reason[] {
  const found = (turn.reasons ?? []).filter((reason) => !placed(reason) && reason.weight > 0);
  return found.sort((a, b) => b.weight - a.weight);
}

/**
 * Words behind the risk: listed expressions, which carry no weight of their own, and what the model found in a turn
 * that it surely reads as negative (kind words are no cause of a warning). Single characters say nothing to a person.
 */
function places(turn: Turn): Reason[] {
  const negative = turn.reading?.polarity === "negative" && !turn.reading.unsure;
  return (turn.reasons ?? []).filter(
    (reason) => placed(reason) && (reason.kind === "cue" || (negative && reason.weight > 0 && reason.text.length > 1)),
  );
}

/** Quotable words: listed expressions as they are, and the clauses around what the model found, told once each. */
function quotes(turn: Turn): Reason[] {
  return distinct(
    places(turn).map((reason) => {
      const here = placed(reason) && (reason.event_id ?? turn.event_id) === turn.event_id;
      return reason.kind === "cue" || !here ? reason : { ...reason, text: clauseAround(turn.text, reason.start, reason.end) };
    }),
  );
}

/** Listed expressions first; a clause that holds one of them, or is part of another clause, says nothing more. */
function distinct(reasons: readonly Reason[]): Reason[] {
  const cues = reasons.filter((reason) => reason.kind === "cue");
  const kept: Reason[] = [];
  for (const reason of [...cues, ...reasons.filter((each) => each.kind !== "cue")]) {
    if (!kept.some(({ text }) => text.includes(reason.text) || reason.text.includes(text))) kept.push(reason);
  }
  return kept;
}

/** The words behind the risk of the whole conversation: listed expressions, then clauses, each newest first. */
export function allQuotes(turns: readonly Turn[]): Reason[] {
  return distinct(turns.toReversed().flatMap(quotes));
}

/** The last turn whose risk is known: it explains where the conversation stands now. */
export function latestJudged(detail: ConversationDetail): Turn | undefined {
  return detail.turns_list.findLast((turn) => turn.risk != null);
}

export interface Evidence {
  source: "risk" | "reading";
  reason: Reason;
}

/** A reason that points at words of a turn. */
export function placed(reason: Reason): reason is Reason & { start: number; end: number } {
  return reason.start != null && reason.end != null;
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
    const words = turn.reading?.reasons.filter((each) => placed(each) && each.weight > 0 && each.text.length > 1) ?? [];
    words.forEach((reason) => add(turn.event_id, "reading", reason));
    places(turn).forEach((reason) => add(reason.event_id ?? turn.event_id, "risk", reason));
  }
  return new Map([...found].map(([turn, marks]) => [turn, [...marks.values()]]));
}
