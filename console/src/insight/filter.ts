/** What is looked at: kept in the address, so that a view can be passed on. Pure. */
import type { Grid } from "./api";
import { queryString, toldOf } from "../shared/query";

export const PERIODS = ["7", "30", "90", "own"] as const;
export type Period = (typeof PERIODS)[number];
export const MEASURES = ["negative", "intensity", "volume", "warnings"] as const;
export type Measure = (typeof MEASURES)[number];
export const GRIDS: readonly Grid[] = ["hour_channel", "weekday_scene", "weekday_hour"];
export const STEPS = ["hour", "day", "week"] as const;
export type Step = (typeof STEPS)[number];

export interface InsightFilter {
  period: Period;
  /** Days of the site, `YYYY-MM-DD`, both included. Only of an own period. */
  since: string;
  until: string;
  scene: string;
  channel: string;
  team: string;
  measure: Measure;
  grid: Grid;
  step: Step;
  /** The word whose turns are open; empty: none. */
  word: string;
}

export const NO_FILTER: InsightFilter = {
  period: "7", since: "", until: "", scene: "", channel: "", team: "", measure: "negative", grid: "hour_channel", step: "day", word: "",
};

/** The service tells hours of at most so many days. */
const MOST_HOURLY_DAYS = 31;
const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The filter in an address; what it does not know is left at its default. */
export function filterFrom(params: URLSearchParams): InsightFilter {
  const told = (key: keyof InsightFilter) => params.get(key) ?? "";
  const day = (key: "since" | "until") => (DAY.test(told(key)) ? told(key) : "");
  const filter: InsightFilter = {
    period: PERIODS.find((each) => each === told("period")) ?? NO_FILTER.period,
    since: day("since"),
    until: day("until"),
    scene: told("scene"),
    channel: told("channel"),
    team: told("team"),
    measure: MEASURES.find((each) => each === told("measure")) ?? NO_FILTER.measure,
    grid: GRIDS.find((each) => each === told("grid")) ?? NO_FILTER.grid,
    step: STEPS.find((each) => each === told("step")) ?? NO_FILTER.step,
    word: told("word"),
  };
  return filter.step === "hour" && !mayBeHourly(filter) ? { ...filter, step: "day" } : filter;
}

/** The address of a filter; defaults are left out. */
export function paramsOf(filter: InsightFilter): URLSearchParams {
  return toldOf(filter, NO_FILTER);
}

/** An own period that ends before it begins. */
export function isBackwards({ period, since, until }: InsightFilter): boolean {
  return period === "own" && since !== "" && until !== "" && until < since;
}

/** Whether hours of this period can be told. */
export function mayBeHourly({ period, since, until }: InsightFilter): boolean {
  if (period !== "own") return Number(period) <= MOST_HOURLY_DAYS;
  return since !== "" && until !== "" && Date.parse(until) - Date.parse(since) < MOST_HOURLY_DAYS * DAY_MS;
}

/** What the service is asked; its `until` is the first day that does not count. */
export function queryOf(filter: InsightFilter): string {
  const { period, since, until, scene, channel, team } = filter;
  const own = period === "own";
  return queryString({
    days: own ? "" : period,
    since: own ? since : "",
    until: own && until ? new Date(Date.parse(until) + DAY_MS).toISOString().slice(0, 10) : "",
    scene, channel, team,
  });
}
