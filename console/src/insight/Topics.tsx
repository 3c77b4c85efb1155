/** What to mend first: topics by emotional load. */
import { useWords } from "../i18n";
import type { Topic, Topics as Found } from "./api";
import { change } from "./measures";

const SHOWN = 12;

export function Topics({ found }: { found: Found }) {
  const { t, language } = useWords();
  const most = Math.max(0.001, ...found.topics.map(({ load }) => load));
  return (
    <section className="panel insight-topics" data-testid="insight-topics" aria-label={t("insight.topics")}>
      <header>
        <h2>{t("insight.topics")}</h2>
        <small className="quiet">{t("insight.topics.note")}</small>
      </header>
      {found.topics.length === 0 && <p className="quiet">{t("insight.topics.empty")}</p>}
      {found.topics.length > 0 && (
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{t("insight.topic")}</th>
              <th scope="col">{t("insight.topic.load")}</th>
              <th scope="col">{t("insight.topic.before")}</th>
              <th scope="col">{t("insight.topic.turns")}</th>
              <th scope="col">{t("insight.topic.negative")}</th>
            </tr>
          </thead>
          <tbody>
            {found.topics.slice(0, SHOWN).map((topic) => (
              <tr key={topic.topic} className={topic.enough ? undefined : "row-few"}>
                <th scope="row">{language === "en" ? topic.english : topic.topic}</th>
                <td className="insight-track">
                  <span className="track" aria-hidden="true">
                    <span className="track-fill" style={{ width: `${(topic.load / most) * 100}%` }} />
                  </span>
                  {topic.load.toFixed(1)}
                </td>
                <td>{found.compared ? moved(topic, t) : t("insight.topic.nobefore")}</td>
                <td>{topic.turns}</td>
                <td>{topic.negative}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function moved(topic: Topic, t: ReturnType<typeof useWords>["t"]): string {
  if (topic.before === 0) return topic.load > 0 ? t("insight.topic.new") : t("insight.topic.flat");
  return change(topic.load, topic.before, "volume", t);
}
