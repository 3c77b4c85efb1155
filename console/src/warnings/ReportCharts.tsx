/** The two charts that ECharts draws; they come after the figures, with its code. */
import { useMemo } from "react";
import type { WarningReport } from "../api/types";
import { useWords } from "../i18n";
import type { ChartOption } from "../shared/chart";
import { useChart } from "../shared/useChart";
import { STILL, useMedia } from "../shared/useMedia";
import { calibrationOption, weekOption } from "./charts";
import type { WarningTier } from "./filter";
import { calibrationPoints, weeks } from "./series";

export default function ReportCharts({ report, tier }: { report: WarningReport; tier: WarningTier }) {
  const { t } = useWords();
  const still = useMedia(STILL);
  const byWeek = useMemo(() => weeks(report.groups, tier), [report, tier]);
  const points = useMemo(() => calibrationPoints(report.calibration), [report]);
  const weekly = useMemo(() => weekOption(byWeek, { t, still }), [byWeek, t, still]);
  const calibrated = useMemo(() => calibrationOption(points, { t, still }), [points, t, still]);
  return (
    <>
      <ChartPanel
        kind="weeks"
        title={t("report.weeks")}
        note={t("report.weeks.note")}
        told={t("report.weeks.aria", { n: byWeek.length })}
        points={byWeek.length}
        option={weekly}
      />
      <ChartPanel
        kind="calibration"
        title={t("report.calibration")}
        note={t("report.calibration.note")}
        told={t("report.calibration.aria", { n: points.length })}
        points={points.length}
        option={calibrated}
      />
    </>
  );
}

interface PanelProps {
  kind: string;
  title: string;
  note: string;
  /** What the chart shows, for those who cannot see it. */
  told: string;
  points: number;
  option: ChartOption;
}

function ChartPanel({ kind, title, note, told, points, option }: PanelProps) {
  const { box } = useChart(option);
  return (
    <figure className={`panel panel-${kind}`}>
      <figcaption>
        <h3>{title}</h3>
        <small>{note}</small>
      </figcaption>
      <div ref={box} className="chart-box" role="img" aria-label={told} data-points={points} data-testid={`chart-${kind}`} />
    </figure>
  );
}
