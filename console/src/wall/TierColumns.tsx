/** The open conversations, a column for each tier; only what is on screen is drawn. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import type { Tier } from "../api/types";
import { useWords } from "../i18n";
import { TIERS } from "../live/model";
import { TierGlyph } from "../shared/TierBadge";
import { counted, type Tiles } from "./model";
import { TileCard } from "./TileCard";
import { span } from "./span";
import type { Wall } from "./types";

const TILE_PX = 84;
const LARGE_PX = 122;

interface Props {
  tiles: Tiles;
  byTier: Record<Tier, string[]>;
  now: number;
  wall: Wall | null;
  open: (id: string) => void;
  large: boolean;
}

export function TierColumns({ tiles, byTier, now, wall, open, large }: Props) {
  return (
    <div className="wall-columns">
      {TIERS.map((tier) => (
        <TierColumn
          key={tier} tier={tier} ids={byTier[tier]} tiles={tiles} now={now} open={open} large={large}
          all={counted(wall, byTier, tier)}
        />
      ))}
    </div>
  );
}

interface ColumnProps extends Omit<Props, "byTier" | "wall"> {
  tier: Tier;
  ids: string[];
  all: number;
}

function TierColumn({ tier, ids, tiles, now, open, large, all }: ColumnProps) {
  const { t } = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const order = useHeld(ids, tiles, tier);
  const height = large ? LARGE_PX : TILE_PX;
  const list = useVirtualizer({
    count: order.shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => order.shown[index] ?? index,
    overscan: 2,
  });
  return (
    <section className={`wall-column tier-${tier}`} aria-label={t(`tier.${tier}`)} {...order.pointing}>
      <h2>
        <TierGlyph tier={tier} />
        {t(`tier.${tier}`)}
        <span className="number">{all}</span>
        {order.held && <small>{t("wall.held")}</small>}
      </h2>
      <div ref={scroller} className="wall-scroll" data-testid={`tiles-${tier}`} tabIndex={-1}>
        <ul className="wall-space" style={{ height: order.shown.length * height }}>
          {list.getVirtualItems().map((item) => {
            const tile = tiles.get(order.shown[item.index] ?? "");
            return tile ? (
              <TileCard
                key={item.key} tile={tile} open={open} top={item.index * height} height={height}
                wait={tile.waiting_since ? span(tile.waiting_since, now, t) : ""}
              />
            ) : null;
          })}
        </ul>
        {order.shown.length === 0 && <p className="wall-none">{t("wall.none")}</p>}
      </div>
      {all > ids.length && <p className="wall-more">{t("wall.more", { n: all - ids.length })}</p>}
    </section>
  );
}

/** While the mouse rests on a column nothing in it changes its place: what is pointed at must not move away. */
function useHeld(ids: string[], tiles: Tiles, tier: Tier) {
  const [kept, setKept] = useState<string[] | null>(null);
  const known = new Set(kept ?? []);
  const shown = kept ? [...kept.filter((id) => tiles.get(id)?.tier === tier), ...ids.filter((id) => !known.has(id))] : ids;
  const pointing = {
    onPointerEnter: (event: { pointerType: string }) => setKept(event.pointerType === "mouse" ? ids : null),
    onPointerLeave: () => setKept(null),
  };
  return { shown, held: kept !== null, pointing };
}
