/** Key figures in words. Pure. */
import type { Translate } from "../i18n";
import type { Rate } from "../insight/api";
import { type ReportFilter, queryOf } from "./filter";

/** As much as the service tells at once. */
const MOST_DAYS = "400";

/** A rate of 100 with its interval; empty where there is too little for one. `sign` stands behind it. */
export function rate({ rate: found, enough }: Rate, sign: string): { value: string; range: string } {
  if (!found || !enough) return { value: "", range: "" };
  const of100 = (share: number) => (share * 100).toFixed(share < 0.1 ? 1 : 0);
  return { value: `${of100(found.value)}${sign}`, range: `${of100(found.low)}–${of100(found.high)}${sign}` };
}

/** Seconds as a person says them: no figure is finer than it is sure. */
export function duration(seconds: number, t: Translate): string {
  if (seconds < 90) return t("kpi.seconds", { n: Math.round(seconds) });
  if (seconds < 5400) return t("kpi.minutes", { n: round(seconds / 60) });
  return t("kpi.hours", { n: round(seconds / 3600) });
}

function round(value: number): string {
  return value < 10 ? value.toFixed(1).replace(/\.0$/, "") : value.toFixed(0);
}

/** What the service is asked; without a beginning as many days as it tells. */
export function kpiQuery(filter: ReportFilter, now: number): string {
  const query = new URLSearchParams(queryOf(filter, now));
  query.delete("silence");
  if (!query.has("since")) query.set("days", MOST_DAYS);
  return query.toString();
}
