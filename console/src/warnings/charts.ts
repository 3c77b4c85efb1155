/** Precision by week, and risk promised beside what came of it, as options for ECharts. */
import type { LineSeriesOption } from "echarts/charts";
import type { Interval } from "../api/types";
import type { Translate } from "../i18n";
import { AXIS, type ChartOption, INK, LINE, RULE, tooltip } from "../shared/chart";
import { percent } from "../shared/format";
import { isSharp, share } from "./figures";
import type { CalibrationPoint, Week } from "./series";

const BAND = "rgba(15, 92, 92, 0.14)";
const BARS = "#dfe6e3";
const GREY_BAND = "rgba(76, 90, 87, 0.12)";
/** A promise that is kept to within 5 points is a good one. */
const TOLERANCE = 0.05;

export interface Look {
  t: Translate;
  still: boolean;
}

const FULL = { color: LINE, opacity: 0.9, borderColor: "#fff", borderWidth: 1 };
const HOLLOW = { color: "#fff", borderColor: LINE, borderWidth: 1.5 };
const LABEL = { color: INK, fontSize: 11 };
const IN_PERCENT = { ...LABEL, formatter: (value: number) => `${percent(value)}%` };
const PLAIN = { type: "line" as const, silent: true, symbol: "none", tooltip: { show: false } };

export function weekOption(weeks: readonly Week[], look: Look): ChartOption {
  const { t } = look;
  const edge = (of: (precision: Interval) => number) => weeks.map(({ precision }) => (precision ? of(precision) : null));
  const hidden = { ...PLAIN, stack: "band", stackStrategy: "all" as const, lineStyle: { opacity: 0 } };
  return {
    animation: !look.still,
    animationDuration: 250,
    grid: { left: 42, right: 40, top: 22, bottom: 22 },
    tooltip: { trigger: "axis", confine: true, className: "curve-tip", formatter: (shown) => tipOf(shown, weeks, t) },
    xAxis: {
      type: "category",
      data: weeks.map(({ monday }) => `${Number(monday.slice(5, 7))}/${Number(monday.slice(8))}`),
      axisLabel: LABEL,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: AXIS } },
    },
    yAxis: weekAxes(t),
    series: [
      { type: "bar", yAxisIndex: 1, data: weeks.map((week) => week.conversations), barMaxWidth: 26, itemStyle: { color: BARS }, z: 1 },
      { ...hidden, data: edge(({ low }) => low) },
      { ...hidden, data: edge(({ low, high }) => high - low), areaStyle: { color: BAND } },
      {
        type: "line",
        data: weeks.map((week) => ({ value: week.precision?.value ?? null, symbol: week.enough ? "circle" : "emptyCircle" })),
        symbolSize: 7,
        lineStyle: { width: 2, color: LINE },
        itemStyle: { color: LINE },
        z: 3,
      },
    ],
  };
}

/** Shares on the left, conversations on the right. */
function weekAxes(t: Translate): NonNullable<ChartOption["yAxis"]> {
  return [
    { type: "value", min: 0, max: 1, interval: 0.25, axisLabel: IN_PERCENT, splitLine: { lineStyle: { color: RULE } } },
    {
      type: "value", name: t("report.conversations"), nameTextStyle: LABEL, nameGap: 8, minInterval: 1, splitNumber: 2,
      // Bars stay in the lower part, so that they do not run into the line.
      max: ({ max }) => Math.max(4, Math.ceil(max * 2.2)), axisLabel: { ...LABEL, showMaxLabel: false }, splitLine: { show: false },
    },
  ];
}

function tipOf(shown: unknown, weeks: readonly Week[], t: Translate): HTMLElement | string {
  const first: unknown = Array.isArray(shown) ? shown[0] : shown;
  const index = typeof first === "object" && first !== null && "dataIndex" in first ? Number(first.dataIndex) : -1;
  const week = weeks[index];
  if (!week) return "";
  const { value, range } = share(week.precision, week.enough);
  const precision = week.precision ? `${t("report.precision")} ${value || t("report.maybe")} ${range}` : "";
  const counts = `${t("report.conversations")} ${week.conversations} · ${t("report.known")} ${week.known}`;
  return tooltip(t("report.week", { key: week.key, monday: week.monday }), [precision, counts].filter((line) => line !== ""));
}

export function calibrationOption(points: readonly CalibrationPoint[], look: Look): ChartOption {
  const { t } = look;
  const axis = { type: "value" as const, min: 0, max: 1, interval: 0.25, splitLine: { lineStyle: { color: RULE } }, axisLine: { show: false } };
  const named = (name: string) => ({ ...axis, name, nameLocation: "middle" as const, nameTextStyle: LABEL, axisLabel: IN_PERCENT });
  return {
    animation: !look.still,
    animationDuration: 250,
    grid: { left: 56, right: 18, top: 10, bottom: 40 },
    tooltip: { trigger: "item", confine: true, className: "curve-tip" },
    xAxis: { ...named(t("report.predicted")), nameGap: 24 },
    yAxis: { ...named(t("report.observed")), nameGap: 38 },
    series: [
      ...diagonal(),
      ...points.map(({ predicted, observed }): LineSeriesOption => ({
        ...PLAIN, data: [[predicted, observed.low], [predicted, observed.high]], lineStyle: { width: 1.5, color: LINE, opacity: 0.45 },
      })),
      {
        type: "scatter",
        data: points.map(({ predicted, observed, size }) => ({
          value: [predicted, observed.value], symbolSize: size, itemStyle: isSharp(observed) ? FULL : HOLLOW,
        })),
        tooltip: { formatter: (shown) => pointTip(points[Array.isArray(shown) ? -1 : shown.dataIndex], t) },
        z: 4,
      },
    ],
  };
}

/** Where promised and observed agree, in a band of five points to either side. */
function diagonal(): LineSeriesOption[] {
  const corners = [0, TOLERANCE, 1 - TOLERANCE, 1];
  const hidden = { ...PLAIN, stack: "tolerance", lineStyle: { opacity: 0 } };
  const low = (x: number) => Math.max(0, x - TOLERANCE);
  const high = (x: number) => Math.min(1, x + TOLERANCE);
  return [
    { ...hidden, data: corners.map((x) => [x, low(x)]) },
    { ...hidden, data: corners.map((x) => [x, high(x) - low(x)]), areaStyle: { color: GREY_BAND } },
    { ...PLAIN, data: [[0, 0], [1, 1]], lineStyle: { type: "dashed", width: 1, color: "#8b9a95" } },
  ];
}

function pointTip(point: CalibrationPoint | undefined, t: Translate): HTMLElement | string {
  if (!point) return "";
  const { tenth, predicted, observed } = point;
  const values = {
    predicted: percent(predicted), observed: percent(observed.value), low: percent(observed.low), high: percent(observed.high),
    n: tenth.conversations,
  };
  return tooltip(`${percent(tenth.low)}–${percent(tenth.high)}%`, [t("report.calibration.tip", values)]);
}
