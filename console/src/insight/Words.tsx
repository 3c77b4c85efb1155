/** The words that turns were read by; each opens what was said. */
import { useWords } from "../i18n";
import type { Words as Found } from "./api";

const SHOWN = 60;

export function Words({ found, open }: { found: Found; open: (word: string) => void }) {
  const { t } = useWords();
  const words = found.words.slice(0, SHOWN);
  const most = Math.max(1, ...words.map(({ turns }) => turns));
  return (
    <section className="panel insight-words" data-testid="insight-words" aria-label={t("insight.words")}>
      <header>
        <h2>{t("insight.words")}</h2>
        <small className="quiet">{t("insight.words.note")}</small>
      </header>
      {words.length === 0 && <p className="quiet">{t("insight.words.empty")}</p>}
      <ul>
        {words.map(({ word, turns, negative }) => (
          <li key={word}>
            <button
              type="button"
              className={negative * 2 >= turns ? "word word-negative" : "word word-positive"}
              style={{ fontSize: 12 + Math.round((Math.log(1 + turns) / Math.log(1 + most)) * 8) }}
              title={t("insight.word.aria", { word, n: turns, negative })}
              onClick={() => open(word)}
            >
              {word}
              <small>{turns}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
