import type { Reading } from "../../api/types";
import { useWords } from "../../i18n";
import { percent } from "../../shared/format";
import { SatisfactionBar } from "../../shared/SatisfactionBar";
import { ReasonBars } from "../side/ReasonBars";

const MOST_EMOTIONS = 6;
const MOST_REASONS = 8;

export function ReadingDetails({ reading }: { reading: Reading }) {
  const { t, name } = useWords();
  const emotions = Object.entries(reading.emotions)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_EMOTIONS);
  // Single characters say nothing to a person.
  const reasons = reading.reasons
    .filter((reason) => reason.text.length > 1)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, MOST_REASONS);
  return (
    <div className="reading-details">
      {reading.unsure && <p className="unsure-note">{t("reading.unsure.help")}</p>}
      <h4>{t("reading.distribution")}</h4>
      <ul className="bars">
        {emotions.map(([emotion, share]) => (
          <li key={emotion}>
            <span>{name("emotion", emotion)}</span>
            <span className="bar">
              <span style={{ width: `${percent(share)}%` }} />
            </span>
            <span className="number">{percent(share)}%</span>
          </li>
        ))}
      </ul>
      {reading.satisfaction && (
        <>
          <h4>{t("foresight.turn")}</h4>
          <SatisfactionBar satisfaction={reading.satisfaction} title={t("foresight.turn")} />
        </>
      )}
      <h4>{t("reading.reasons")}</h4>
      {reasons.length > 0 ? <ReasonBars reasons={reasons} /> : <p className="quiet">{t("reading.noreasons")}</p>}
      <p className="quiet">{t("reading.model", { model: reading.model })}</p>
    </div>
  );
}
