/** One chart with its switches, its picture, and all of its numbers as a table. */
import { Button } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../i18n";
import type { ChartOption } from "../shared/chart";
import { useChart } from "../shared/useChart";
import { savePicture } from "./picture";

interface Props {
  kind: string;
  title: string;
  /** What the picture is about: the time and the filters. */
  about: string;
  /** What the chart shows, for those who cannot see it. */
  told: string;
  option: ChartOption;
  points: number;
  switches: ReactNode;
  children: ReactNode;
}

export default function ChartPanel({ kind, title, about, told, option, points, switches, children }: Props) {
  const { t } = useWords();
  const { box, chart } = useChart(option);
  const picture = () => {
    if (chart.current) void savePicture(chart.current, title, about);
  };
  return (
    <figure className={`panel insight-${kind}`} data-testid={`insight-${kind}`}>
      <figcaption>
        <h2>{title}</h2>
        {switches}
        <span className="spring" />
        <Button size="small" onClick={picture}>
          {t("insight.png")}
        </Button>
      </figcaption>
      <div ref={box} className="chart-box" role="img" aria-label={told} data-points={points} />
      <details className="insight-table">
        <summary>{t("insight.table")}</summary>
        {children}
      </details>
    </figure>
  );
}
