import { memo, type CSSProperties } from "react";
import type { ConversationSummary } from "../../api/types";
import { useWords } from "../../i18n";
import { chance } from "../../shared/format";
import { TierBadge } from "../../shared/TierBadge";
import { isRising } from "../model";
import { Sparkline } from "./Sparkline";

interface Props {
  summary: ConversationSummary;
  place: number;
  total: number;
  /** Where j and k stand. */
  cursor: boolean;
  /** Shown in the middle. */
  open: boolean;
  /** How long the customer has been waiting, in words. */
  wait: string;
  style: CSSProperties;
  choose: (id: string) => void;
}

export function rowId(id: string): string {
  return `row-${id}`;
}

export const ConversationRow = memo(function ConversationRow(props: Props) {
  const { summary, place, total, cursor, open, wait, style, choose } = props;
  const { t, name } = useWords();
  // The focus stays on the listbox, which names the current option by aria-activedescendant and takes the keys.
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={rowId(summary.id)}
      role="option"
      aria-selected={open}
      aria-posinset={place + 1}
      aria-setsize={total}
      className={`row edge-${summary.tier}${cursor ? " row-cursor" : ""}${open ? " row-open" : ""}`}
      style={style}
      onClick={() => choose(summary.id)}
      data-conversation={summary.id}
    >
      <div className="row-line">
        <TierBadge tier={summary.tier} />
        <span className="row-id" title={summary.id}>
          {summary.id}
        </span>
        <span className="row-risk" title={t("list.risk", { n: chance(summary.risk) })}>
          {chance(summary.risk)}
        </span>
      </div>
      <div className="row-line">
        <span className="row-words">
          <span className="row-emotion">{summary.emotion ? name("emotion", summary.emotion) : "–"}</span>
          {isRising(summary) && <span className="row-rising">↘ {t("list.rising")}</span>}
          {wait !== "" && <span className="row-wait">{wait}</span>}
          <span className="row-quiet">{name("scene", summary.scene)}</span>
        </span>
        <Sparkline moods={summary.moods} />
      </div>
    </div>
  );
});
