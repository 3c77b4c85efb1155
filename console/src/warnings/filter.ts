/** Which warnings are looked at: kept in the address, so that a view can be passed on. Pure. */
import type { Tier } from "../api/types";
import { queryString, toldOf } from "../shared/query";

export type WarningTier = Exclude<Tier, "none">;
export const WARNING_TIERS: readonly WarningTier[] = ["mild", "moderate", "severe"];

export const PERIODS = ["4w", "12w", "all", "own"] as const;
export type Period = (typeof PERIODS)[number];

export interface ReportFilter {
  period: Period;
  /** Days in Chinese time, `YYYY-MM-DD`, both included; empty: not bounded. Only of an own period. */
  since: string;
  until: string;
  scene: string;
  channel: string;
  /** Conversations without any outcome count as good ends once they are old. */
  fine: boolean;
  /** The tier that charts and table are about. */
  tier: WarningTier;
}

export const NO_REPORT_FILTER: ReportFilter = {
  period: "12w", since: "", until: "", scene: "", channel: "", fine: false, tier: "moderate",
};

const DAY_MS = 86_400_000;
const CHINA_MS = 8 * 3_600_000;
const DAYS: Partial<Record<Period, number>> = { "4w": 28, "12w": 84 };
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The filter in an address; what it does not know is left at its default. */
export function filterFrom(params: URLSearchParams): ReportFilter {
  const day = (key: string) => (DAY.test(params.get(key) ?? "") ? (params.get(key) ?? "") : "");
  return {
    period: PERIODS.find((each) => each === params.get("period")) ?? NO_REPORT_FILTER.period,
    since: day("since"),
    until: day("until"),
    scene: params.get("scene") ?? "",
    channel: params.get("channel") ?? "",
    fine: params.get("fine") === "1",
    tier: WARNING_TIERS.find((each) => each === params.get("tier")) ?? NO_REPORT_FILTER.tier,
  };
}

/** The address of a filter; defaults are left out. */
export function paramsOf(filter: ReportFilter): URLSearchParams {
  return toldOf({ ...filter, fine: filter.fine ? "1" : "" }, { ...NO_REPORT_FILTER, fine: "" });
}

/** An own period that ends before it begins. */
export function isBackwards({ period, since, until }: ReportFilter): boolean {
  return period === "own" && since !== "" && until !== "" && until < since;
}

/** What the service is asked; `now` in milliseconds. Its `until` is the first day that does not count. */
export function queryOf(filter: ReportFilter, now: number): string {
  const { period, scene, channel, fine } = filter;
  const days = DAYS[period];
  const own = period === "own";
  return queryString({
    since: days === undefined ? (own ? filter.since : "") : day(now + CHINA_MS - (days - 1) * DAY_MS),
    until: own && filter.until ? day(Date.parse(filter.until) + DAY_MS) : "",
    scene, channel, silence: fine ? "fine" : "",
  });
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
