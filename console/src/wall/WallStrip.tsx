/** The strip on top: how many at which tier and over the last hour, who waits longest, and how alarms are answered. */
import type { Connection } from "../api/live";
import type { Tier } from "../api/types";
import { useWords } from "../i18n";
import { TIERS } from "../live/model";
import { TierGlyph } from "../shared/TierBadge";
import { counted, open, untaken } from "./model";
import { PulseLine } from "./PulseLine";
import { lasting, shortId, span } from "./span";
import type { AlarmCase, Wall } from "./types";

interface Props {
  wall: Wall | null;
  byTier: Record<Tier, string[]>;
  alarms: readonly AlarmCase[];
  connection: Connection;
  now: number;
}

export function WallStrip({ wall, byTier, alarms, connection, now }: Props) {
  const { t } = useWords();
  // Before the first answer nothing is known: a zero would be a claim.
  const told = (figure: number) => (wall ? figure : "–");
  const count = (tier: Tier) => counted(wall, byTier, tier);
  const longest = wall?.longest;
  const figures = wall?.alarms;
  const sum = (rung: Record<string, number> | undefined) => (rung?.["moderate"] ?? 0) + (rung?.["severe"] ?? 0);
  return (
    <section className="wall-strip" aria-label={t("wall.overview")}>
      <dl className="wall-figure">
        <dt>{t("wall.open")}</dt>
        <dd data-testid="open">{told(open(wall, byTier))}</dd>
      </dl>
      {TIERS.map((tier) => (
        <dl key={tier} className={`wall-figure wall-tier tier-${tier}`} data-testid={`count-${tier}`}>
          <dt>
            <TierGlyph tier={tier} />
            {t(`tier.${tier}`)}
          </dt>
          <dd>
            {told(count(tier))}
            <PulseLine beats={(wall?.pulse ?? []).map((beat) => beat.by_tier[tier] ?? 0)} now={count(tier)} />
          </dd>
        </dl>
      ))}
      <dl className="wall-figure">
        <dt>{t("wall.waiting", { n: wall?.waiting ?? 0 })}</dt>
        <dd title={longest?.id ?? ""}>
          {longest?.waiting_since ? span(longest.waiting_since, now, t) : "–"}
          {longest && <small>{shortId(longest.id)}</small>}
        </dd>
      </dl>
      <dl className={`wall-figure${untaken(alarms) > 0 ? " wall-urgent" : ""}`} data-testid="untaken">
        <dt>{t("wall.untaken")}</dt>
        <dd>
          {told(untaken(alarms))}
          <small>{t("wall.of", { n: alarms.length })}</small>
        </dd>
      </dl>
      <dl className="wall-figure" title={t("wall.answered.help", { n: figures?.answered ?? 0 })} data-testid="answered">
        <dt>{t("wall.answered")}</dt>
        <dd>{typeof figures?.mean_s === "number" ? lasting(figures.mean_s, t) : "–"}</dd>
      </dl>
      <dl className="wall-figure" title={t("wall.rate.help")}>
        <dt>{t("wall.rate")}</dt>
        <dd>
          {told(sum(figures?.rung_5min))}
          <small>{t("wall.rate.hour", { n: sum(figures?.rung_hour) })}</small>
        </dd>
      </dl>
      <span className={`connection connection-${connection}`} role="status" data-testid="connection">
        <span className="dot" aria-hidden="true" />
        {t(`connection.${connection}`)}
      </span>
    </section>
  );
}
