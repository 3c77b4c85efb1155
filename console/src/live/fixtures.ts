/** Small builders for the unit checks. */
import type { Action, ConversationDetail, ConversationSummary, LiveUpdate, Reading, Turn } from "../api/types";

export function summary(id: string, change: Partial<ConversationSummary> = {}): ConversationSummary {
  const at = "2026-01-05T09:00:00.000Z";
  return {
    id, scene: "ecommerce", channel: "chat", opened_at: at, last_at: at, turns: 1, customer_turns: 1, mood: 0,
    moods: [0], slope: 0, emotion: "calm", risk: 0.1, tier: "none", agent: "", team: "", waiting_since: null,
    alarms: [], foresight: null,
    ...change,
  };
}

export const reading: Reading = {
  polarity: "negative", polarity_probs: { negative: 0.8, neutral: 0.1, positive: 0.1 },
  emotion: "angry", emotions: { angry: 1 }, intensity: 0.8, confidence: 0.9, unsure: false, sarcasm: 0,
  reasons: [], model: "test-1",
};

export function turn(eventId: string, change: Partial<Turn> = {}): Turn {
  return {
    event_id: eventId, at: `2026-01-05T09:00:0${eventId.slice(-1)}.000Z`, role: "customer", kind: "message",
    text: "还没收到退款", entities: [], sequence: Number(eventId.slice(-1)), reading, mood: -0.2, risk: 0.3,
    tier: "mild", reasons: [], actions: [], policy: "ecommerce@1",
    ...change,
  };
}

export function action(id: string, change: Partial<Action> = {}): Action {
  return {
    id, conversation: "c1", event_id: "e1", kind: "alert", rule: "r", tier: "mild", title: "提醒", body: {},
    status: "pending", attempts: 0, created_at: "2026-01-05T09:00:01.000Z", delivered_at: null, error: "", legs: [],
    ...change,
  };
}

export function update(id: string, ...turns: Turn[]): LiveUpdate {
  const last = turns.at(-1);
  const conversation = summary(id, { mood: last?.mood ?? 0, tier: last?.tier ?? "none", risk: last?.risk ?? 0 });
  return { conversation, turns, actions: [], rebuilt: false };
}

export function detail(id: string, turns: Turn[]): ConversationDetail {
  return { ...summary(id), turns_list: turns, actions: [], facts: {}, signals: {}, afterwards: null };
}
