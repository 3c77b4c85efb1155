/** ECharts, imported piecewise: what all charts of the console draw with. */
import {
  BarChart,
  type BarSeriesOption,
  HeatmapChart,
  type HeatmapSeriesOption,
  LineChart,
  type LineSeriesOption,
  ScatterChart,
  type ScatterSeriesOption,
} from "echarts/charts";
import {
  GridComponent,
  type GridComponentOption,
  MarkAreaComponent,
  type MarkAreaComponentOption,
  MarkPointComponent,
  type MarkPointComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
  VisualMapComponent,
  type VisualMapComponentOption,
} from "echarts/components";
import { type ComposeOption, init, use as register } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

register([
  BarChart, LineChart, ScatterChart, GridComponent, TooltipComponent, MarkAreaComponent, MarkPointComponent, CanvasRenderer,
  HeatmapChart, VisualMapComponent,
]);

export type Chart = ReturnType<typeof init>;
export type ChartOption = ComposeOption<
  | BarSeriesOption
  | HeatmapSeriesOption
  | LineSeriesOption
  | ScatterSeriesOption
  | GridComponentOption
  | TooltipComponentOption
  | MarkAreaComponentOption
  | MarkPointComponentOption
  | VisualMapComponentOption
>;

export const INK = "#4c5a57";
export const LINE = "#0f5c5c";
export const RULE = "#e4e9e6";
export const AXIS = "#c3ccc8";

export function createChart(box: HTMLElement): Chart {
  return init(box, null, { renderer: "canvas" });
}

/** Lines of a tooltip, built from nodes, never from markup: what others say or name must not become HTML. */
export function tooltip(head: string, lines: readonly string[]): HTMLElement {
  const box = document.createElement("div");
  const add = (tag: string, text: string) => {
    const line = document.createElement(tag);
    line.textContent = text;
    box.append(line);
  };
  add("p", head);
  lines.forEach((line) => add("small", line));
  return box;
}
