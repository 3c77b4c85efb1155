/** What the list shows, kept in the address: a reload, a link and the way back show the same. */
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { type Filter, NO_FILTER, TIERS } from "./model";

const STAFF = /^(agent|team):.+/;

export function filterFrom(params: URLSearchParams): Filter {
  const staff = params.get("staff") ?? "";
  return {
    tier: TIERS.find((tier) => tier === params.get("tier")) ?? "",
    scene: params.get("scene") ?? "",
    text: params.get("q") ?? "",
    staff: STAFF.test(staff) ? staff : "",
  };
}

/** The address of a filter; what is not narrowed is left out. */
export function paramsOf(filter: Filter): URLSearchParams {
  const told = { tier: filter.tier, scene: filter.scene, q: filter.text, staff: filter.staff };
  return new URLSearchParams(Object.entries(told).filter(([, value]) => value !== ""));
}

export function useFilter(): { filter: Filter; setFilter: (filter: Filter) => void; search: string } {
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => filterFrom(params), [params]);
  const setFilter = useCallback((next: Filter) => setParams(paramsOf(next), { replace: true }), [setParams]);
  return { filter, setFilter, search: useMemo(() => paramsOf(filter).toString(), [filter]) };
}

export function isNarrowed(filter: Filter): boolean {
  return paramsOf(filter).toString() !== paramsOf(NO_FILTER).toString();
}
