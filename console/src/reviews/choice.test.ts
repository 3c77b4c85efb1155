import { describe, expect, it } from "vitest";
import { EMOTION_KEYS } from "../shared/emotions";
import { afterKey, type Choice, labelOf, NO_CHOICE, POLARITY_KEYS, SARCASM_KEY, SKIP_KEY, STRENGTH_KEYS, UNDO_KEY, UNTOLD_KEY } from "./choice";

const press = (keys: string) => [...keys].reduce<Choice>((choice, key) => afterKey(choice, key) ?? choice, NO_CHOICE);

describe("labelling by keys", () => {
  it("gives every choice a key of its own", () => {
    const keys = [...EMOTION_KEYS, ...POLARITY_KEYS, ...STRENGTH_KEYS].map(([, key]) => key);
    const all = [...keys, SARCASM_KEY, UNTOLD_KEY, SKIP_KEY, UNDO_KEY];
    expect(new Set(all).size).toBe(all.length);
    expect(EMOTION_KEYS).toHaveLength(11);
  });

  it("takes the usual polarity with an emotion, unless another is chosen after", () => {
    expect(labelOf(press("0e"))).toEqual({ emotion: "angry", polarity: "negative", strength: 2, sarcasm: false, note: "" });
    expect(labelOf(press("6sf"))).toMatchObject({ emotion: "surprised", polarity: "neutral", sarcasm: true });
    expect(labelOf(press("6a"))).toMatchObject({ emotion: "surprised", polarity: "negative" });
  });

  it("needs an emotion, or that it cannot be told", () => {
    expect(labelOf(press("aew"))).toBeNull();
    expect(labelOf(press("0n"))).toMatchObject({ emotion: null, polarity: null });
    expect(press("ww").strength).toBeNull();
  });
});
