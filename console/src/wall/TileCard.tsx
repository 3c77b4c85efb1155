import { memo } from "react";
import { useWords } from "../i18n";
import { Sparkline } from "../live/list/Sparkline";
import { chance, percent } from "../shared/format";
import { ROOMY, shortId } from "./span";
import type { Tile } from "./types";

interface Props {
  tile: Tile;
  /** How long the customer has been waiting, in words; empty if the customer is not. */
  wait: string;
  top: number;
  height: number;
  open: (id: string) => void;
}

/** One conversation: who, how it feels, how likely it goes wrong, why, and how long the customer waits. */
export const TileCard = memo(function TileCard({ tile, wait, top, height, open }: Props) {
  const { t, name } = useWords();
  const where = [tile.team, tile.agent, name("channel", tile.channel), name("scene", tile.scene)].filter(Boolean).join(" · ");
  return (
    <li className="wall-tile-place" style={{ transform: `translateY(${top}px)`, height }}>
      <button
        type="button"
        className={`wall-tile edge-${tile.tier}${tile.rising ? " wall-tile-rising" : ""}`}
        data-conversation={tile.id}
        onClick={() => open(tile.id)}
      >
        <span className="wall-tile-line">
          <b className="wall-tile-id" title={tile.id}>{tile.rising ? shortId(tile.id) : shortId(tile.id, ROOMY)}</b>
          {tile.rising && <span className="wall-up">↗ {t("wall.climb", { n: percent(tile.climb) })}</span>}
          <span className="wall-risk">{chance(tile.risk)}</span>
        </span>
        <span className="wall-tile-line">
          <span className="wall-where" title={where}>{where}</span>
          <Sparkline moods={tile.moods} />
        </span>
        <span className="wall-tile-line">
          <span className="wall-why">
            {tile.emotion && <b>{name("emotion", tile.emotion)}</b>}
            {tile.why.length > 0 && ` ${tile.why.join(" · ")}`}
          </span>
          {wait && <span className="wall-wait">{t("wall.wait", { time: wait })}</span>}
        </span>
      </button>
    </li>
  );
});
