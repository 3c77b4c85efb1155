import { Popover } from "antd";
import type { Reading } from "../../api/types";
import { useWords } from "../../i18n";
import { percent } from "../../shared/format";
import { SatisfactionBar } from "../../shared/SatisfactionBar";
import { ReadingDetails } from "./ReadingDetails";

/** Sarcasm below this is not worth a word. */
const SARCASM_SHOWN = 0.5;

/** Emotion, strength and polarity (with its probability) of one turn; hover or focus shows the distribution and why. */
export function ReadingLine({ reading }: { reading: Reading }) {
  const { t, name } = useWords();
  const emotion = name("emotion", reading.emotion);
  return (
    <Popover
      trigger={["hover", "focus"]}
      placement="topLeft"
      mouseEnterDelay={0.2}
      content={<ReadingDetails reading={reading} />}
    >
      <button type="button" className="reading" title={t("reading.details")}>
        <span className={`emotion polarity-${reading.unsure ? "neutral" : reading.polarity}`}>{emotion}</span>
        {reading.unsure && <span className="unsure">{t("reading.unsure")}</span>}
        <span className="meter" title={t("reading.intensity", { n: reading.intensity.toFixed(2) })}>
          <span style={{ width: `${percent(reading.intensity)}%` }} />
        </span>
        <span>{t("reading.intensity", { n: reading.intensity.toFixed(2) })}</span>
        <span title={t("reading.polarity.help")}>
          {name("polarity", reading.polarity)} {percent(reading.polarity_probs[reading.polarity] ?? 0)}%
        </span>
        {reading.satisfaction && (
          <SatisfactionBar small satisfaction={reading.satisfaction} title={t("foresight.turn")} />
        )}
        {reading.sarcasm >= SARCASM_SHOWN && (
          <span className="sarcasm">{t("reading.sarcasm", { n: percent(reading.sarcasm) })}</span>
        )}
      </button>
    </Popover>
  );
}
