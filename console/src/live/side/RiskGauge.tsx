import type { Tier } from "../../api/types";
import { useWords } from "../../i18n";
import { chance, percent } from "../../shared/format";
import { TierBadge } from "../../shared/TierBadge";

/** The probability as a bar. Where tiers begin is the policy's business, so the tier comes from the service. */
export function RiskGauge({ risk, tier }: { risk: number; tier: Tier }) {
  const { t } = useWords();
  return (
    <div className="gauge">
      <strong className={`gauge-number tier-${tier}`} data-testid="risk">
        {chance(risk).slice(0, -1)}
        <small>%</small>
      </strong>
      <TierBadge tier={tier} />
      <div
        className={`gauge-bar tier-${tier}`}
        role="meter"
        aria-label={t("side.risk")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent(risk)}
      >
        <span style={{ width: `${percent(risk)}%` }} />
      </div>
    </div>
  );
}
