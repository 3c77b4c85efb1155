/** The buttons of a label, each with its key on it. */
import { Input } from "antd";
import type { Emotion, Polarity } from "../api/types";
import { useWords } from "../i18n";
import { EMOTION_KEYS } from "../shared/emotions";
import { type Choice, POLARITY_KEYS, SARCASM_KEY, STRENGTH_KEYS, UNTOLD_KEY, withEmotion } from "./choice";

interface Props {
  choice: Choice;
  change: (choice: Choice) => void;
}

export function Choices({ choice, change }: Props) {
  const { t, name } = useWords();
  return (
    <div className="choices">
      <Group label={t("reviews.emotion")} wide>
        {EMOTION_KEYS.map(([emotion, key]) => (
          <Key key={emotion} hint={key} on={choice.emotion === emotion} press={() => change(withEmotion(choice, emotion as Emotion))}>
            {name("emotion", emotion)}
          </Key>
        ))}
        <Key hint={UNTOLD_KEY} on={choice.emotion === null} press={() => change(withEmotion(choice, null))}>
          {t("reviews.untold")}
        </Key>
      </Group>
      <div className="choices-row">
        <Group label={t("reviews.polarity")}>
          {POLARITY_KEYS.map(([polarity, key]) => (
            <Key key={polarity} hint={key} off={choice.emotion == null} on={choice.polarity === polarity} press={() => change({ ...choice, polarity: polarity as Polarity })}>
              {name("polarity", polarity)}
            </Key>
          ))}
        </Group>
        <Group label={t("reviews.strength")}>
          {STRENGTH_KEYS.map(([strength, key]) => (
            <Key key={strength} hint={key} on={choice.strength === strength} press={() => change({ ...choice, strength: choice.strength === strength ? null : strength })}>
              {t(`reviews.strength.${strength}`)}
            </Key>
          ))}
        </Group>
        <Group label={t("reviews.sarcasm")}>
          <Key hint={SARCASM_KEY} on={choice.sarcasm} press={() => change({ ...choice, sarcasm: !choice.sarcasm })}>
            {t("reviews.sarcasm")}
          </Key>
        </Group>
      </div>
      <Input
        maxLength={500}
        value={choice.note}
        placeholder={t("reviews.note")}
        aria-label={t("reviews.note")}
        onChange={(event) => change({ ...choice, note: event.target.value })}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
    </div>
  );
}

function Group({ label, wide = false, children }: { label: string; wide?: boolean; children: React.ReactNode }) {
  return (
    <fieldset className={wide ? "choices-wide" : ""}>
      <legend>{label}</legend>
      <div>{children}</div>
    </fieldset>
  );
}

interface KeyProps {
  hint: string;
  on: boolean;
  off?: boolean;
  press: () => void;
  children: React.ReactNode;
}

function Key({ hint, on, off = false, press, children }: KeyProps) {
  return (
    <button type="button" className="choice" aria-pressed={on} disabled={off} onClick={press}>
      <kbd>{hint.toUpperCase()}</kbd> {children}
    </button>
  );
}
