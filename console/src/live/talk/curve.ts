/** The mood chart for ECharts. */
import type { LineSeriesOption } from "echarts/charts";
import type { MarkAreaComponentOption, MarkPointComponentOption } from "echarts/components";
import type { Foresight, Tier, Turn } from "../../api/types";
import type { Translate } from "../../i18n";
import { AXIS, type ChartOption, INK, LINE, RULE, tooltip } from "../../shared/chart";
import { chance, percent, signed } from "../../shared/format";
import { type Step, stepsAhead } from "../foresight";
import { level } from "../model";

interface Look {
  t: Translate;
  name: (group: string, code: string) => string;
  still: boolean;
}

export const BAND: Record<Tier, string> = { none: "transparent", mild: "#fbf1d3", moderate: "#fbe0c8", severe: "#f6d0d0" };
const PIN: Record<Tier, string> = { none: "#5b6b66", mild: "#8a6100", moderate: "#b0470c", severe: "#a8131f" };
const AHEAD = "#6f8f8c";
const AHEAD_BAND = "rgba(15, 92, 92, 0.09)";

export function curveOption(read: readonly Turn[], foresight: Foresight | null, look: Look): ChartOption {
  const steps = foresight && read.length > 0 ? stepsAhead(read.at(-1)?.mood ?? 0, foresight) : [];
  return {
    animation: !look.still,
    animationDuration: 250,
    grid: { left: 44, right: 14, top: 16, bottom: 20 },
    tooltip: {
      trigger: "axis",
      confine: true,
      className: "curve-tip",
      formatter: (shown) => {
        const index = (Array.isArray(shown) ? shown[0] : shown)?.dataIndex ?? 0;
        const [turn, step] = [read[index], steps[index - read.length]];
        return turn ? tip(turn, look) : step ? tipAhead(step, look) : "";
      },
    },
    ...axes(read, steps, look),
    series: [moodSeries(read, look.t), ...ahead(read, steps)],
  };
}

/** Turns across, mood up, named by its sides. */
function axes(read: readonly Turn[], steps: readonly Step[], { name }: Look): Pick<ChartOption, "xAxis" | "yAxis"> {
  const sides: Record<string, string> = {
    "1": name("polarity", "positive"), "0": name("polarity", "neutral"), "-1": name("polarity", "negative"),
  };
  return {
    xAxis: {
      type: "category",
      boundaryGap: read.length + steps.length < 2,
      data: [...read.map((_, index) => String(index + 1)), ...steps.map(({ turns }) => `+${turns}`)],
      axisLabel: { color: INK, fontSize: 11 },
      axisTick: { show: false },
      axisLine: { onZero: false, lineStyle: { color: AXIS } },
    },
    yAxis: {
      type: "value",
      min: -1,
      max: 1,
      interval: 0.5,
      axisLabel: { color: INK, fontSize: 11, formatter: (value: number) => sides[String(value)] ?? "" },
      splitLine: { lineStyle: { color: RULE } },
    },
  };
}

function moodSeries(read: readonly Turn[], t: Translate): LineSeriesOption {
  return {
    type: "line",
    name: t("curve.mood"),
    data: read.map((turn) => ({ value: turn.mood ?? 0, symbol: turn.reading?.unsure ? "emptyCircle" : "circle" })),
    symbolSize: 7,
    lineStyle: { width: 2, color: LINE },
    itemStyle: { color: LINE },
    markArea: { silent: true, data: bands(read) },
    markPoint: { silent: true, symbol: "pin", symbolSize: 26, data: pins(read, t) },
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

/** A dashed line for the expected polarity, in a band from the chance of a negative to that of a positive turn. */
function ahead(read: readonly Turn[], steps: readonly Step[]): LineSeriesOption[] {
  if (steps.length === 0) return [];
  const mood = read.at(-1)?.mood ?? 0;
  const before: (number | null)[] = read.slice(0, -1).map(() => null);
  const plain = { type: "line" as const, silent: true, symbol: "none", z: 1 };
  const hidden = { ...plain, stack: "ahead", stackStrategy: "all" as const, lineStyle: { opacity: 0 } };
  const middle = steps.map(({ positive, negative }) => positive - negative);
  const height = steps.map(({ positive, negative }) => positive + negative);
  return [
    { ...plain, data: [...before, mood, ...middle], lineStyle: { width: 1.5, type: "dashed", color: AHEAD } },
    { ...hidden, data: [...before, Math.min(0, mood), ...steps.map(({ negative }) => -negative)] },
    { ...hidden, data: [...before, Math.abs(mood), ...height], areaStyle: { color: AHEAD_BAND } },
  ];
}

function tip(turn: Turn, { t, name }: Look): HTMLElement {
  const emotion = turn.reading ? name("emotion", turn.reading.emotion) : "";
  const parts = [emotion, `${t("curve.mood")} ${signed(turn.mood ?? 0)}`];
  if (turn.risk != null) parts.push(`${t("curve.risk")} ${chance(turn.risk)}`);
  return tooltip(turn.text, [parts.join(" · ")]);
}

function tipAhead({ turns, positive, negative, told }: Step, { t }: Look): HTMLElement | string {
  if (!told) return "";
  const values = { n: turns, positive: percent(positive), negative: percent(negative) };
  return tooltip(t("foresight.ahead"), [t("foresight.ahead.tip", values)]);
}
