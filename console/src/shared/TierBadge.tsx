import type { Tier } from "../api/types";
import { useWords } from "../i18n";

const LEVEL: Record<Tier, number> = { none: 0, mild: 1, moderate: 2, severe: 3 };

/** Bars like a signal meter: the tier can be told without its colour. */
export function TierGlyph({ tier }: { tier: Tier }) {
  return (
    <svg className={`glyph tier-${tier}`} width="15" height="14" viewBox="0 0 15 14" aria-hidden="true">
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          x={bar * 5 + 0.5}
          y={9 - bar * 4}
          width="3.5"
          height={4.5 + bar * 4}
          rx="1"
          className={bar < LEVEL[tier] ? "bar-on" : "bar-off"}
        />
      ))}
    </svg>
  );
}

export function TierBadge({ tier }: { tier: Tier }) {
  const { t } = useWords();
  return (
    <span className={`badge tier-${tier}`}>
      <TierGlyph tier={tier} />
      {t(`tier.${tier}`)}
    </span>
  );
}
