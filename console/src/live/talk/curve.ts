/** The mood chart for ECharts, imported piecewise. */
import { LineChart, type LineSeriesOption } from "echarts/charts";
import {
  GridComponent,
  type GridComponentOption,
  MarkAreaComponent,
  type MarkAreaComponentOption,
  MarkPointComponent,
  type MarkPointComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from "echarts/components";
import { type ComposeOption, init, use as register } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { Tier, Turn } from "../../api/types";
import type { Translate } from "../../i18n";
import { percent, signed } from "../../shared/format";
import { level } from "../model";

register([LineChart, GridComponent, TooltipComponent, MarkAreaComponent, MarkPointComponent, CanvasRenderer]);

export type Chart = ReturnType<typeof init>;
export type CurveOption = ComposeOption<
  | LineSeriesOption
  | GridComponentOption
  | TooltipComponentOption
  | MarkAreaComponentOption
  | MarkPointComponentOption
>;

export function createChart(box: HTMLElement): Chart {
  return init(box, null, { renderer: "canvas" });
}

interface Look {
  t: Translate;
  name: (group: string, code: string) => string;
  still: boolean;
}

export const BAND: Record<Tier, string> = { none: "transparent", mild: "#fbf1d3", moderate: "#fbe0c8", severe: "#f6d0d0" };
const PIN: Record<Tier, string> = { none: "#5b6b66", mild: "#8a6100", moderate: "#b0470c", severe: "#a8131f" };
const INK = "#4c5a57";
const LINE = "#0f5c5c";

export function curveOption(read: readonly Turn[], look: Look): CurveOption {
  const { t, name, still } = look;
  const sides: Record<string, string> = {
    "1": name("polarity", "positive"), "0": name("polarity", "neutral"), "-1": name("polarity", "negative"),
  };
  return {
    animation: !still,
    animationDuration: 250,
    grid: { left: 44, right: 14, top: 16, bottom: 20 },
    tooltip: {
      trigger: "axis",
      confine: true,
      className: "curve-tip",
      formatter: (shown) => {
        const first = Array.isArray(shown) ? shown[0] : shown;
        const turn = first ? read[first.dataIndex] : undefined;
        return turn ? tip(turn, look) : "";
      },
    },
    xAxis: {
      type: "category",
      boundaryGap: read.length < 2,
      data: read.map((_, index) => String(index + 1)),
      axisLabel: { color: INK, fontSize: 11 },
      axisTick: { show: false },
      axisLine: { onZero: false, lineStyle: { color: "#c3ccc8" } },
    },
    yAxis: {
      type: "value",
      min: -1,
      max: 1,
      interval: 0.5,
      axisLabel: { color: INK, fontSize: 11, formatter: (value: number) => sides[String(value)] ?? "" },
      splitLine: { lineStyle: { color: "#e4e9e6" } },
    },
    series: [
      {
        type: "line",
        name: t("curve.mood"),
        data: read.map((turn) => ({ value: turn.mood ?? 0, symbol: turn.reading?.unsure ? "emptyCircle" : "circle" })),
        symbolSize: 7,
        lineStyle: { width: 2, color: LINE },
        itemStyle: { color: LINE },
        markArea: { silent: true, data: bands(read) },
        markPoint: { silent: true, symbol: "pin", symbolSize: 26, data: pins(read, t) },
      },
    ],
  };
}

/** From each turn to the next, the colour of the tier that the turn led to. */
function bands(read: readonly Turn[]): NonNullable<MarkAreaComponentOption["data"]> {
  return read.slice(0, -1).map((turn, index) => [
    { xAxis: index, itemStyle: { color: BAND[turn.tier ?? "none"] } },
    { xAxis: index + 1 },
  ]);
}

function pins(read: readonly Turn[], t: Translate): NonNullable<MarkPointComponentOption["data"]> {
  return read.flatMap((turn, index) => {
    const tier = turn.tier ?? "none";
    if (level(tier) <= level(read[index - 1]?.tier ?? "none")) return [];
    const label = { show: true, formatter: t(`tier.${tier}`).slice(0, 1), color: "#fff", fontSize: 10 };
    return [{ name: tier, coord: [index, turn.mood ?? 0], itemStyle: { color: PIN[tier] }, label }];
  });
}

/** Built from nodes, never from markup: what customers say must not become HTML. */
function tip(turn: Turn, { t, name }: Look): HTMLElement {
  const box = document.createElement("div");
  const add = (tag: string, text: string) => {
    const line = document.createElement(tag);
    line.textContent = text;
    box.append(line);
  };
  add("p", turn.text);
  const emotion = turn.reading ? name("emotion", turn.reading.emotion) : "";
  const parts = [emotion, `${t("curve.mood")} ${signed(turn.mood ?? 0)}`];
  if (turn.risk != null) parts.push(`${t("curve.risk")} ${percent(turn.risk)}%`);
  add("small", parts.join(" · "));
  return box;
}
