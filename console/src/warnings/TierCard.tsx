/** The figures people argue about, of one tier. Where too little is known, a sentence and ranges instead of numbers. */
import type { TierFigures } from "../api/types";
import { useWords } from "../i18n";
import { TierGlyph } from "../shared/TierBadge";
import { caution, NONE, perThousand, share, times, type Told, turns } from "./figures";
import type { WarningTier } from "./filter";

export function TierCard({ figures }: { figures: TierFigures }) {
  const { t } = useWords();
  const tier = figures.tier as WarningTier;
  const { enough } = figures;
  const few = caution(figures, t);
  const lead = [turns(figures.lead_turns, enough, t), times(figures.lead_s, enough, t)];
  return (
    <section className={`tier-card tier-${tier}`} data-testid={`tier-${tier}`} aria-label={t(`tier.from.${tier}`)}>
      <header>
        <h2>
          <TierGlyph tier={tier} /> {t(`tier.from.${tier}`)}
        </h2>
        <span className="quiet">{t("report.warned", { n: figures.warned, hits: figures.hits })}</span>
      </header>
      {few !== "" && <p className="few">{few}</p>}
      <dl className="claims">
        <Claim label={t("report.precision")} help={t("report.precision.help")} told={[share(figures.precision, enough)]} />
        <Claim label={t("report.recall")} help={t("report.recall.help")} told={[share(figures.recall, enough)]} />
        <Claim
          label={t("report.alarms")}
          help={t("report.alarms.help")}
          told={[perThousand(figures.false_alarms_per_1000, enough)]}
        />
        <Claim label={t("report.lead")} help={t("report.lead.help")} told={lead} />
      </dl>
    </section>
  );
}

function Claim({ label, help, told }: { label: string; help: string; told: readonly Told[] }) {
  const known = told.filter(({ value }) => value !== "" && value !== NONE);
  const ranges = told.filter(({ range }) => range !== "").map(({ range }) => range);
  return (
    <div className={known.length > 0 ? "claim" : "claim claim-few"} title={help}>
      <dt>{label}</dt>
      {known.length > 0 && (
        <dd className="claim-value">
          {known.map(({ value }, index) => (
            <span key={index} className={index > 0 ? "claim-second" : undefined}>
              {value}
            </span>
          ))}
        </dd>
      )}
      {known.length + ranges.length === 0 && <dd className="claim-range">{NONE}</dd>}
      {ranges.map((range) => (
        <dd key={range} className="claim-range">
          {range}
        </dd>
      ))}
    </div>
  );
}
