import { useMemo } from "react";
import { useWords } from "../i18n";
import { percent } from "../shared/format";
import { TierGlyph } from "../shared/TierBadge";
import { climbing, type Tiles } from "./model";
import { shortId } from "./span";

const MOST = 8;

/** One line with the conversations whose risk climbs fastest, whatever their tier. */
export function RisingLine({ tiles, open }: { tiles: Tiles; open: (id: string) => void }) {
  const { t } = useWords();
  const rising = useMemo(() => climbing(tiles, MOST), [tiles]);
  return (
    <section className="wall-rising" aria-label={t("wall.rising")} data-testid="rising">
      <span className="wall-rising-title" title={t("wall.rising.help")}>
        {t("wall.rising")}
      </span>
      {rising.length === 0 && <span className="quiet">{t("wall.rising.none")}</span>}
      {rising.map((tile) => (
        <button key={tile.id} type="button" className="wall-chip" onClick={() => open(tile.id)} title={tile.why.join(" · ")}>
          <TierGlyph tier={tile.tier} />
          {shortId(tile.id)}
          <b>{t("wall.climb", { n: percent(tile.climb) })}</b>
        </button>
      ))}
    </section>
  );
}
