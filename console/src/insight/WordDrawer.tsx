/** The latest turns that were read by a word: masked, the word marked, each with the way to its conversation. */
import { Drawer } from "antd";
import { Link } from "react-router";
import { useWords } from "../i18n";
import { MarkedText } from "../live/talk/MarkedText";
import { Failure } from "../shared/Failure";
import { clock } from "../shared/format";
import { useAsked } from "../shared/useAsked";
import { getWordTurns, type WordTurns } from "./api";

export function WordDrawer({ word, query, close }: { word: string; query: string; close: () => void }) {
  const { t, locale, name } = useWords();
  const { answer, error, again } = useAsked(word ? `${encodeURIComponent(word)}?${query}` : null, getWordTurns);
  const found = answer?.word === word ? answer.turns : [];
  return (
    <Drawer open={word !== ""} onClose={close} size={440} title={t("insight.word.title", { word })} destroyOnHidden>
      {error && <Failure error={error} retry={again} />}
      {answer?.word === word && (
        <p className="quiet">{found.length > 0 ? t("insight.word.latest", { n: found.length }) : t("insight.word.empty")}</p>
      )}
      <ol className="word-turns" data-testid="word-turns">
        {found.map(({ conversation_id: id, channel, turn }) => (
          <li key={`${id}/${turn.event_id}`}>
            <p>
              <MarkedText text={turn.text} entities={turn.entities} evidence={evidenceOf(turn)} />
            </p>
            <small className="quiet">
              <span>{clock(turn.at, locale)}</span>
              <span>{name("channel", channel)}</span>
              <Link to={`/live/${encodeURIComponent(id)}`}>{t("insight.word.open")}</Link>
            </small>
          </li>
        ))}
      </ol>
    </Drawer>
  );
}

function evidenceOf(turn: WordTurns["turns"][number]["turn"]) {
  return (turn.reading?.reasons ?? []).map((reason) => ({ reason, source: "reading" as const }));
}
