/** What a labeller has chosen so far, and how keys change it. Pure. */
import type { Emotion, LabelIn, Polarity } from "../api/types";
import { EMOTION_KEYS, usualPolarity } from "../shared/emotions";

export interface Choice {
  /** `null`: cannot be told; `undefined`: nothing chosen yet. */
  emotion: Emotion | null | undefined;
  polarity: Polarity | null;
  strength: number | null;
  sarcasm: boolean;
  note: string;
}

export const NO_CHOICE: Choice = { emotion: undefined, polarity: null, strength: null, sarcasm: false, note: "" };

export const POLARITY_KEYS: readonly (readonly [Polarity, string])[] = [["negative", "a"], ["neutral", "s"], ["positive", "d"]];
export const STRENGTH_KEYS: readonly (readonly [0 | 1 | 2, string])[] = [[0, "q"], [1, "w"], [2, "e"]];
export const SARCASM_KEY = "f";
export const UNTOLD_KEY = "n";
export const SKIP_KEY = "x";
export const UNDO_KEY = "u";

/** The emotion brings its usual polarity along; it can be changed after. */
export function withEmotion(choice: Choice, emotion: Emotion | null): Choice {
  return { ...choice, emotion, polarity: emotion === null ? null : usualPolarity(emotion) };
}

/** The choice after a key; `null` if the key means nothing here. */
export function afterKey(choice: Choice, key: string): Choice | null {
  const emotion = EMOTION_KEYS.find(([, each]) => each === key)?.[0];
  if (emotion !== undefined) return withEmotion(choice, emotion);
  if (key === UNTOLD_KEY) return withEmotion(choice, null);
  const polarity = POLARITY_KEYS.find(([, each]) => each === key)?.[0];
  if (polarity !== undefined) return choice.emotion == null ? choice : { ...choice, polarity };
  const strength = STRENGTH_KEYS.find(([, each]) => each === key)?.[0];
  if (strength !== undefined) return { ...choice, strength: choice.strength === strength ? null : strength };
  if (key === SARCASM_KEY) return { ...choice, sarcasm: !choice.sarcasm };
  return null;
}

/** What is sent; `null` while no emotion is chosen. */
export function labelOf({ emotion, polarity, strength, sarcasm, note }: Choice): LabelIn | null {
  return emotion === undefined ? null : { emotion, polarity, strength, sarcasm, note };
}
