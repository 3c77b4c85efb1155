/** The strip on top: how many, how bad, what was done, and whether what is shown is live. */
import { Tooltip } from "antd";
import type { Connection } from "../api/live";
import type { Overview, Tier } from "../api/types";
import { useWords } from "../i18n";
import { TierGlyph } from "../shared/TierBadge";
import { TIERS } from "./model";

interface Props {
  overview: Overview | null;
  connection: Connection;
  tier: Tier | "";
  choose: (tier: Tier | "") => void;
}

export function OverviewStrip({ overview, connection, tier, choose }: Props) {
  const { t, name } = useWords();
  const policies = Object.entries(overview?.policies ?? {});
  return (
    <section className="strip" aria-label={t("overview.label")}>
      <dl className="figure figure-main">
        <dt>{t("overview.conversations")}</dt>
        <dd data-testid="conversations" title={t("overview.events", { n: overview?.events ?? 0 })}>{overview?.conversations ?? "–"}</dd>
      </dl>
      <div className="tiers">
        {TIERS.map((each) => (
          <button
            key={each}
            type="button"
            className={`tier-tile tier-${each}`}
            aria-pressed={tier === each}
            onClick={() => choose(tier === each ? "" : each)}
          >
            <TierGlyph tier={each} />
            <span>{t(`tier.${each}`)}</span>
            <strong>{overview?.by_tier[each] ?? 0}</strong>
          </button>
        ))}
      </div>
      <dl className="figure">
        <dt>{t("overview.actions")}</dt>
        <dd className="fates">
          <span>
            ✓ {t("overview.delivered")} <b>{overview?.actions["delivered"] ?? 0}</b>
          </span>
          <span>
            ◌ {t("overview.pending")} <b>{overview?.actions["pending"] ?? 0}</b>
          </span>
          <span className={overview?.actions["dead"] ? "fate-dead" : ""}>
            ✕ {t("overview.dead")} <b>{overview?.actions["dead"] ?? 0}</b>
          </span>
        </dd>
      </dl>
      <Tooltip title={t("overview.completeness.help", { n: overview?.set_aside ?? 0 })}>
        <dl className="figure">
          <dt>{t("overview.completeness")}</dt>
          <dd>{typeof overview?.completeness === "number" ? `${(overview.completeness * 100).toFixed(1)}%` : "–"}</dd>
        </dl>
      </Tooltip>
      <Tooltip title={policies.map(([scene, version]) => `${name("scene", scene)} ${version}`).join(" · ")}>
        <dl className="figure figure-model">
          <dt>{t("overview.model")}</dt>
          <dd>{overview?.model ?? "–"}</dd>
        </dl>
      </Tooltip>
      <span className={`connection connection-${connection}`} role="status" data-testid="connection">
        <span className="dot" aria-hidden="true" />
        {t(`connection.${connection}`)}
      </span>
    </section>
  );
}
