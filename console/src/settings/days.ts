/** Days of retention as a person writes them: empty means for good. Pure. */
import type { Retention } from "./api";
import { queryString } from "../shared/query";

export const KINDS = ["conversations", "deliveries", "business_outcomes", "audit"] as const;
export type Kind = (typeof KINDS)[number];
export type Written = Record<Kind, string>;

export const MOST_DAYS = 36_500;
const WHOLE = /^\d{1,6}$/;

export function writtenOf(retention: Retention): Written {
  const text = (days: number | null) => (days === null ? "" : String(days));
  return {
    conversations: text(retention.conversations), deliveries: text(retention.deliveries),
    business_outcomes: text(retention.business_outcomes), audit: text(retention.audit),
  };
}

/** Whether what is written for a kind cannot be set; `leastAudit`: fewest days of the operation log. */
export function wrongDays(kind: Kind, written: string, leastAudit: number): boolean {
  const text = written.trim();
  if (text === "") return false;
  const least = kind === "audit" ? leastAudit : 1;
  return !WHOLE.test(text) || Number(text) < least || Number(text) > MOST_DAYS;
}

/** Only of what is not wrong. */
export function daysOf(written: Written): Retention {
  const days = (text: string) => (text.trim() === "" ? null : Number(text));
  return {
    conversations: days(written.conversations), deliveries: days(written.deliveries),
    business_outcomes: days(written.business_outcomes), audit: days(written.audit),
  };
}

export function previewQuery(written: Written): string {
  return queryString(Object.fromEntries(KINDS.map((kind) => [kind, written[kind].trim()])));
}
