/** The emotions in the order in which people choose them, each with its key. */
import type { Emotion, Polarity } from "../api/types";

export const EMOTION_KEYS: readonly (readonly [Emotion, string])[] = [
  ["calm", "1"], ["satisfied", "2"], ["grateful", "3"], ["expectant", "4"], ["confused", "5"], ["surprised", "6"],
  ["anxious", "7"], ["disappointed", "8"], ["dissatisfied", "9"], ["angry", "0"], ["sad", "-"],
];

const POSITIVE: readonly Emotion[] = ["satisfied", "grateful"];
const NEUTRAL: readonly Emotion[] = ["calm", "expectant", "confused", "surprised"];

/** The polarity that an emotion usually has; the service takes the same where none is given. */
export function usualPolarity(emotion: Emotion): Polarity {
  return POSITIVE.includes(emotion) ? "positive" : NEUTRAL.includes(emotion) ? "neutral" : "negative";
}
