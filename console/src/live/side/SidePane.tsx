/** What to do, where the conversation stands, why, when it was warned about, and what was done. */
import { useMemo } from "react";
import type { Action, ConversationDetail } from "../../api/types";
import { useWords } from "../../i18n";
import type { Reply } from "../reply/useReply";
import { latestJudged } from "../warnings";
import { ActionCard } from "./ActionCard";
import { ForesightSection } from "./ForesightSection";
import { NextSection } from "./NextSection";
import { RiskSection } from "./RiskSection";
import { WarningsSection } from "./WarningsSection";

interface Props {
  detail: ConversationDetail;
  reply: Reply;
  /** The number (from 0) that was not inserted since its script had just changed. */
  swapped: number | null;
  insert: (place: number) => void;
  goTo: (event: string) => void;
  delivered: (action: Action) => void;
}

export function SidePane({ detail, reply, swapped, insert, goTo, delivered }: Props) {
  const { t } = useWords();
  const actions = useMemo(() => newestFirst(detail), [detail]);
  const policy = latestJudged(detail)?.policy;
  return (
    <aside className="side" aria-label={t("side.label")}>
      <NextSection detail={detail} reply={reply} swapped={swapped} insert={insert} />
      <RiskSection detail={detail} goTo={goTo} />
      {detail.foresight && <ForesightSection foresight={detail.foresight} />}
      <WarningsSection detail={detail} goTo={goTo} />
      <section>
        <h3>
          {t("side.actions")} <span className="count">{actions.length}</span>
        </h3>
        {actions.length === 0 && <p className="quiet">{t("side.noactions")}</p>}
        {actions.map((action) => (
          <ActionCard key={action.id} action={action} goTo={goTo} delivered={delivered} />
        ))}
      </section>
      <Facts facts={detail.facts} />
      {policy && <p className="quiet policy">{t("side.policy", { policy })}</p>}
    </aside>
  );
}

function Facts({ facts }: { facts: ConversationDetail["facts"] }) {
  const { t, name } = useWords();
  const told = Object.entries(facts);
  if (told.length === 0) return null;
  return (
    <section>
      <h3>{t("side.facts")}</h3>
      <dl className="fields">
        {told.map(([key, value]) => (
          <div key={key}>
            <dt>{name("fact", key)}</dt>
            <dd>{typeof value === "boolean" ? t(value ? "value.true" : "value.false") : String(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function newestFirst(detail: ConversationDetail): Action[] {
  const at = new Map(detail.turns_list.map((turn) => [turn.event_id, Date.parse(turn.at)]));
  const when = (action: Action) => at.get(action.event_id) ?? Date.parse(action.created_at);
  return [...detail.actions].sort((a, b) => when(b) - when(a) || (a.id < b.id ? -1 : 1));
}
