/** The course of a measure as an option for ECharts. Pure. */
import { AXIS, type ChartOption, INK, LINE, RULE, tooltip } from "../shared/chart";
import type { Course } from "./api";
import type { Measure } from "./filter";
import type { Look } from "./heat";
import { details, figure, shown } from "./measures";
import { zone } from "./zone";

const BAND = "rgba(15, 92, 92, 0.14)";
const BARS = "#dfe6e3";
const LABEL = { color: INK, fontSize: 11 };

/** When a point begins, in the site's time zone. */
export function when(at: string, course: Course, locale: string): string {
  const day: Intl.DateTimeFormatOptions = { month: "numeric", day: "numeric", timeZone: zone(course.period.time_zone) };
  const hour: Intl.DateTimeFormatOptions = { hour: "2-digit", hourCycle: "h23" };
  return new Date(at).toLocaleString(locale, course.step === "hour" ? { ...day, ...hour } : day);
}

export function trendOption(course: Course, measure: Measure, look: Look, locale: string): ChartOption {
  const { t } = look;
  const points = course.points;
  const ranges = points.map(({ moods }) => (measure === "negative" && moods.enough ? moods.negative_share : null));
  const hidden = { type: "line" as const, silent: true, symbol: "none", stack: "band", lineStyle: { opacity: 0 }, tooltip: { show: false } };
  return {
    animation: !look.still,
    animationDuration: 200,
    grid: { left: 46, right: 40, top: 14, bottom: 24 },
    tooltip: {
      trigger: "axis", confine: true, className: "curve-tip",
      formatter: (hovered) => tipOf(points[indexOf(hovered)], course, measure, look, locale),
    },
    xAxis: {
      type: "category", data: points.map(({ at }) => when(at, course, locale)),
      axisLabel: LABEL, axisTick: { show: false }, axisLine: { lineStyle: { color: AXIS } },
    },
    yAxis: [
      {
        type: "value", min: 0, axisLabel: { ...LABEL, formatter: (value: number) => shown(value, measure, t).replace(".0%", "%") },
        splitLine: { lineStyle: { color: RULE } }, ...(measure === "volume" || measure === "warnings" ? { minInterval: 1 } : {}),
      },
      { type: "value", min: 0, max: ({ max }) => Math.max(4, max * 2.4), splitLine: { show: false }, axisLabel: { ...LABEL, showMaxLabel: false } },
    ],
    series: [
      { type: "bar", yAxisIndex: 1, data: points.map(({ moods }) => moods.customer_turns), itemStyle: { color: BARS }, barMaxWidth: 22 },
      { ...hidden, data: ranges.map((range) => range?.low ?? null) },
      { ...hidden, data: ranges.map((range) => (range ? range.high - range.low : null)), areaStyle: { color: BAND } },
      {
        type: "line", data: points.map(({ moods }) => figure(moods, measure)), symbolSize: 6, z: 3,
        lineStyle: { width: 2, color: LINE }, itemStyle: { color: LINE }, showSymbol: points.length <= 62,
      },
    ],
  };
}

function indexOf(hovered: unknown): number {
  const first: unknown = Array.isArray(hovered) ? hovered[0] : hovered;
  return typeof first === "object" && first !== null && "dataIndex" in first ? Number(first.dataIndex) : -1;
}

function tipOf(
  point: Course["points"][number] | undefined, course: Course, measure: Measure, look: Look, locale: string,
): HTMLElement | string {
  if (!point) return "";
  const { t } = look;
  const value = `${t(`insight.measure.${measure}`)} ${shown(figure(point.moods, measure), measure, t)}`;
  return tooltip(`${when(point.at, course, locale)}　${value}`, details(point.moods, t));
}
