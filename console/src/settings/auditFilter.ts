/** Which entries of the operation log are looked at, kept in the address. Pure. */
import type { Right } from "../api/types";
import { queryString } from "../shared/query";

/** Rights of what is written into the log: deeds and downloads. */
export const RIGHTS: readonly Right[] = [
  "own:session", "readings:correct", "alarms:handle", "actions:replay", "policies:edit", "policies:publish",
  "scripts:use", "scripts:edit", "reviews:label", "reviews:export", "analyses:run", "reports:edit", "settings:edit",
  "users:manage", "keys:manage", "audit:read", "insight:read",
];

export interface AuditFilter {
  who: string;
  right: Right | "";
  /** Days in Chinese time, `YYYY-MM-DD`, both included; empty: not bounded. */
  since: string;
  until: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

export function auditFilterFrom(params: URLSearchParams): AuditFilter {
  const day = (key: string) => (DAY.test(params.get(key) ?? "") ? (params.get(key) ?? "") : "");
  return {
    who: (params.get("who") ?? "").slice(0, 60),
    right: RIGHTS.find((right) => right === params.get("right")) ?? "",
    since: day("since"),
    until: day("until"),
  };
}

/** `before`: the page with entries under this number; 0 for the newest. */
export function auditParams(filter: AuditFilter, before = 0): URLSearchParams {
  const place = before > 0 ? String(before) : "";
  const told = Object.entries({ tab: "audit", ...filter, before: place }).filter(([, value]) => value !== "");
  return new URLSearchParams(told);
}

/** What the service is asked: its `until` is the first day that does not count. */
export function auditQuery(filter: AuditFilter): string {
  const { who, right, since, until } = filter;
  return queryString({
    limit: 100, who, right, since,
    until: until && until >= since ? new Date(Date.parse(until) + DAY_MS).toISOString().slice(0, 10) : "",
  });
}
