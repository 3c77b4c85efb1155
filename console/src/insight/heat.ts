/** The heat map as an option for ECharts. Pure. */
import type { Translate } from "../i18n";
import { AXIS, type ChartOption, INK, tooltip } from "../shared/chart";
import type { Grid, HeatMap, Mood } from "./api";
import type { Measure } from "./filter";
import { details, figure, shown } from "./measures";

/** Light to dark in one direction of hue, told apart by brightness alone: ColorBrewer's OrRd and BuGn, safe for colour-blind eyes. */
const WARM = ["#fef0d9", "#fdcc8a", "#fc8d59", "#e34a33", "#b30000"];
const COOL = ["#edf8fb", "#b2e2e2", "#66c2a4", "#2ca25f", "#006d2c"];
const FEW = "#e3e7e5";
const LABEL = { color: INK, fontSize: 11 };

export interface Look {
  t: Translate;
  name: (group: string, code: string) => string;
  still: boolean;
}

export function columnsOf(grid: Grid): number[] {
  return Array.from({ length: grid === "weekday_scene" ? 7 : 24 }, (_, index) => index);
}

export function rowName(grid: Grid, row: string, { t, name }: Look): string {
  if (grid === "hour_channel") return name("channel", row);
  return grid === "weekday_scene" ? name("scene", row) : weekday(Number(row), t);
}

export function columnName(grid: Grid, column: number, { t }: Look): string {
  return grid === "weekday_scene" ? weekday(column, t) : t("insight.hour", { h: column });
}

export function weekday(day: number, t: Translate): string {
  return t(`insight.weekday.${String(Math.min(6, Math.max(0, day))) as "0" | "1" | "2" | "3" | "4" | "5" | "6"}`);
}

export function heatOption(map: HeatMap, measure: Measure, look: Look): ChartOption {
  const { t } = look;
  // Written from bottom to top, read from top to bottom.
  const rows = [...map.rows].reverse();
  const values = map.cells.map(({ moods }) => figure(moods, measure)).filter((value) => value !== null);
  const top = measure === "negative" || measure === "intensity" ? Math.max(0.1, ...values) : Math.max(1, ...values);
  return {
    animation: !look.still,
    animationDuration: 200,
    grid: { left: 74, right: 10, top: 8, bottom: 52 },
    tooltip: {
      confine: true, className: "curve-tip",
      formatter: (hovered) => tipOf(map.cells[Array.isArray(hovered) ? -1 : hovered.dataIndex], map.grid, measure, look),
    },
    xAxis: {
      type: "category", data: columnsOf(map.grid).map((column) => (map.grid === "weekday_scene" ? columnName(map.grid, column, look) : String(column))),
      axisLabel: { ...LABEL, hideOverlap: true, interval: "auto" }, axisTick: { show: false }, axisLine: { lineStyle: { color: AXIS } }, splitArea: { show: false },
    },
    yAxis: {
      type: "category", data: rows.map((row) => rowName(map.grid, row, look)),
      axisLabel: { ...LABEL, width: 64, overflow: "truncate" }, axisTick: { show: false }, axisLine: { show: false },
    },
    visualMap: {
      min: 0, max: top, orient: "horizontal", left: "center", bottom: 0, itemHeight: 150, itemWidth: 10, calculable: false,
      inRange: { color: measure === "volume" ? COOL : WARM }, text: [shown(top, measure, t), shown(0, measure, t)], textStyle: LABEL,
    },
    series: [
      {
        type: "heatmap",
        data: map.cells.map(({ row, column, moods }) => cell(column, rows.indexOf(row), figure(moods, measure))),
        itemStyle: { borderColor: "#fff", borderWidth: 2 },
        emphasis: { itemStyle: { borderColor: "#1c2725", borderWidth: 1 } },
      },
    ],
  };
}

function cell(x: number, y: number, value: number | null) {
  if (value === null) return { value: [x, y, 0], visualMap: false, itemStyle: { color: FEW } };
  return { value: [x, y, value] };
}

function tipOf(hovered: HeatMap["cells"][number] | undefined, grid: Grid, measure: Measure, look: Look): HTMLElement | string {
  if (!hovered) return "";
  const { row, column, moods } = hovered;
  const place = `${rowName(grid, row, look)} · ${columnName(grid, column, look)}`;
  const value = shown(figure(moods, measure), measure, look.t);
  return tooltip(`${place}　${look.t(`insight.measure.${measure}`)} ${value}`, details(moods, look.t));
}

/** The moods of a place of the grid; none where nobody spoke. */
export function at(map: HeatMap, row: string, column: number): Mood | undefined {
  return map.cells.find((each) => each.row === row && each.column === column)?.moods;
}
