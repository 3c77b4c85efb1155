/** The report once something is known: figures per tier, charts, and the numbers behind them. */
import { Segmented } from "antd";
import { lazy, Suspense } from "react";
import type { WarningReport } from "../api/types";
import { useWords } from "../i18n";
import { percent } from "../shared/format";
import { CalibrationTable, FiguresTable } from "./FiguresTable";
import { WARNING_TIERS, type WarningTier } from "./filter";
import { GroupBars } from "./GroupBars";
import { bars } from "./series";
import { TierCard } from "./TierCard";

const ReportCharts = lazy(() => import("./ReportCharts"));

interface Props {
  report: WarningReport;
  tier: WarningTier;
  choose: (tier: WarningTier) => void;
}

export function ReportBody({ report, tier, choose }: Props) {
  const { t } = useWords();
  const { conversations: n, with_outcome: known, bad } = report;
  return (
    <>
      <p className="report-summary" data-testid="summary">
        {t("report.summary", { n, known, bad, share: percent(known / Math.max(1, n)) })}
        {report.silence === "fine" && t("report.summary.fine")}
        <small>{t("report.interval")}</small>
      </p>
      <div className="tier-cards">
        {report.tiers.map((figures) => (
          <TierCard key={figures.tier} figures={figures} />
        ))}
      </div>
      <div className="report-tier">
        <span>{t("report.tier")}</span>
        <Segmented<WarningTier>
          size="small"
          aria-label={t("report.tier")}
          options={WARNING_TIERS.map((value) => ({ value, label: t(`tier.from.${value}`) }))}
          value={tier}
          onChange={choose}
        />
      </div>
      <div className="panels">
        <Suspense fallback={<div className="panel panel-weeks" />}>
          <ReportCharts report={report} tier={tier} />
        </Suspense>
        <GroupBars by="scene" groups={bars(report.groups, "scene", tier)} />
        <GroupBars by="channel" groups={bars(report.groups, "channel", tier)} />
      </div>
      <h2>{t("report.table")}</h2>
      <FiguresTable report={report} tier={tier} />
      <div className="report-foot">
        <section>
          <h2>{t("report.calibration.table")}</h2>
          <CalibrationTable report={report} />
        </section>
        <HowCounted />
      </div>
    </>
  );
}

function HowCounted() {
  const { t } = useWords();
  return (
    <section className="how">
      <h2>{t("report.how")}</h2>
      <ul>
        {(["known", "enough", "acted", "some", "tier"] as const).map((each) => (
          <li key={each}>{t(`report.how.${each}`)}</li>
        ))}
      </ul>
    </section>
  );
}
