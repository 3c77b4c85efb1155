/** Words of the customer that stand behind something; press one to go to them. */
import type { Reason } from "../../api/types";
import { useWords } from "../../i18n";

export const MOST_QUOTES = 3;

export function Quotes({ quotes, goTo }: { quotes: readonly Reason[]; goTo: (event: string) => void }) {
  const { t, name } = useWords();
  return quotes.map((quote) => {
    const event = quote.event_id;
    return (
      <button
        key={quote.text}
        type="button"
        className={`quote${quote.kind === "cue" ? " quote-cue" : ""}`}
        title={`${name("reason", quote.kind)} · ${t("side.goto")}`}
        onClick={() => event != null && goTo(event)}
      >
        {quote.kind === "cue" ? quote.text : `“${quote.text}”`}
      </button>
    );
  });
}
