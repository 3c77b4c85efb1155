import { memo } from "react";
import { type Translate, useWords } from "../i18n";
import { chance } from "../shared/format";
import { TierBadge } from "../shared/TierBadge";
import { ROOMY, shortId } from "./span";
import type { AlarmCase } from "./types";

interface Props {
  alarm: AlarmCase;
  firings: number;
  rising: boolean;
  since: string;
  chosen: boolean;
  place: number;
  total: number;
  me: string;
  top: number;
  height: number;
  choose: (id: string) => void;
}

export function alarmRowId(id: string): string {
  return `alarm-${id}`;
}

/** How an alarm stands, in words: who has it. */
export function standing(alarm: AlarmCase, me: string, t: Translate): string {
  if (alarm.state === "open") return t("wall.state.open");
  const holder = [alarm.team, alarm.person === me && me !== "" ? t("wall.mine") : alarm.person].filter(Boolean).join(" ");
  // Who took it himself holds it; what another gave on was handed over.
  return t(alarm.person !== "" && alarm.person === alarm.by ? "wall.state.taken" : "wall.state.given", { name: holder });
}

export const AlarmRow = memo(function AlarmRow(props: Props) {
  const { alarm, firings, rising, since, chosen, place, total, me, top, height, choose } = props;
  const { t, name } = useWords();
  const late = alarm.state === "open" && alarm.escalated_at !== null;
  const where = [alarm.served_team, alarm.agent, name("scene", alarm.scene), name("channel", alarm.channel)].filter(Boolean);
  return (
    // The focus stays on the listbox, which names the current option by aria-activedescendant; the page takes the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={alarmRowId(alarm.conversation)}
      role="option"
      aria-selected={chosen}
      aria-posinset={place + 1}
      aria-setsize={total}
      className={`wall-alarm edge-${alarm.tier} wall-alarm-${alarm.state}${chosen ? " wall-chosen" : ""}${late ? " wall-late" : ""}`}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={() => choose(alarm.conversation)}
      data-alarm={alarm.conversation}
    >
      <span className="wall-tile-line">
        <TierBadge tier={alarm.tier} />
        <b className="wall-tile-id" title={alarm.conversation}>{shortId(alarm.conversation, ROOMY)}</b>
        {rising && <span className="wall-up">↗</span>}
        {firings > 1 && <span className="wall-fired" title={t("wall.fired", { n: firings })}>×{firings}</span>}
        <span className="wall-risk">{chance(alarm.risk)}</span>
      </span>
      <span className="wall-tile-line">
        {late && <span className="wall-flag">{t("wall.escalated")}</span>}
        {alarm.reopened && alarm.state === "open" && <span className="wall-flag">{t("wall.reopened")}</span>}
        <span className={alarm.state === "open" ? "wall-open" : "wall-held-by"}>{standing(alarm, me, t)}</span>
        <span className="wall-where">{where.join(" · ")}</span>
        <time dateTime={alarm.at}>{since}</time>
      </span>
    </div>
  );
});
