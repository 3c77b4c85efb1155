/** What to do now in one line, and what to say: on top of everything else at the side. */
import type { ConversationDetail } from "../../api/types";
import { useWords } from "../../i18n";
import { chance } from "../../shared/format";
import { TierGlyph } from "../../shared/TierBadge";
import { nextStep } from "../nextStep";
import type { Reply } from "../reply/useReply";

interface Props {
  detail: ConversationDetail;
  reply: Reply;
  /** The number (from 0) that was not inserted since its script had just changed. */
  swapped: number | null;
  insert: (place: number) => void;
}

export function NextSection({ detail, reply, swapped, insert }: Props) {
  const { t } = useWords();
  const { scripts, changed } = reply.shelf;
  return (
    <section className="next" data-testid="next" aria-busy={reply.asking}>
      <h3>{t("next.label")}</h3>
      <Step detail={detail} />
      <h4>
        {t("scripts.label")} {scripts.length > 0 && <small>{t("scripts.hint")}</small>}
      </h4>
      {scripts.length === 0 && <p className="quiet">{t(reply.asking ? "desk.scripts.asking" : "desk.scripts.none")}</p>}
      <p className="next-swapped" role="status">{swapped === null ? "" : t("desk.scripts.swapped", { n: swapped + 1 })}</p>
      <ol className="next-scripts">
        {scripts.map((script, index) => (
          <li key={script.text} className={changed[index] ? "next-changed" : undefined}>
            <button
              type="button"
              onClick={() => insert(index)}
              title={script.why}
            >
              <kbd>{index + 1}</kbd>
              <span>
                {script.text}
                {script.id !== null && (
                  <small>
                    {script.title}
                    {script.uses ? ` · ${t("desk.scripts.uses", { n: script.uses })}` : ""}
                    {script.why ? ` · ${script.why}` : ""}
                  </small>
                )}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Step({ detail }: { detail: ConversationDetail }) {
  const { t, name } = useWords();
  const { action, others, relief } = nextStep(detail);
  if (action === null) {
    return (
      <p className="next-step">
        {relief ? t("next.relief", { what: relief.text, n: chance(relief.risk) }) : t("next.calm")}
      </p>
    );
  }
  const within = action.body["within_min"];
  const to = action.body["to"] ?? action.body["queue"];
  const told = [
    typeof to === "string" && to !== "" ? name("value", to) : "",
    typeof within === "number" ? t("next.within", { n: within }) : "",
  ].filter((part) => part !== "");
  return (
    <p className="next-step" title={others > 0 ? t("next.more", { n: others }) : undefined}>
      <TierGlyph tier={action.tier} />
      <span>
        <b>{name("action", action.kind)}</b> {action.title}
        {told.length > 0 && <small> · {told.join(" · ")}</small>}
      </span>
    </p>
  );
}
