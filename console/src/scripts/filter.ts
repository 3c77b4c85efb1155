/** Which scripts are looked at: kept in the address, so that a view can be passed on. Pure. */
import { queryString, toldOf } from "../shared/query";

export const TIERS = ["none", "mild", "moderate", "severe"] as const;
export const EMOTIONS = [
  "angry", "dissatisfied", "disappointed", "anxious", "sad", "confused", "surprised", "expectant", "calm", "satisfied",
  "grateful",
] as const;
export const STATUSES = ["active", "draft", "retired"] as const;
export const REVIEWS = ["due", "expired", "fresh", "unset"] as const;
export const ORIGINS = ["own", "pack"] as const;
export const ORDERS = ["shelf", "uses", "effect", "review", "changed"] as const;
export const TABS = ["library", "phrases"] as const;

export const PAGE = 50;

export interface ScriptFilter {
  tab: (typeof TABS)[number];
  scene: string;
  tier: string;
  emotion: string;
  status: string;
  review: string;
  origin: string;
  text: string;
  order: string;
  page: number;
  /** `scene/id` of the open script, `new` for a new one, empty for none. */
  open: string;
}

export const NO_SCRIPT_FILTER: ScriptFilter = {
  tab: "library", scene: "", tier: "", emotion: "", status: "", review: "", origin: "", text: "", order: "shelf", page: 1,
  open: "",
};

/** The filter in an address; what it does not know is left at its default. */
export function filterFrom(params: URLSearchParams): ScriptFilter {
  const one = (key: string, known: readonly string[], otherwise = "") =>
    known.find((each) => each === params.get(key)) ?? otherwise;
  return {
    tab: TABS.find((each) => each === params.get("tab")) ?? "library",
    scene: params.get("scene") ?? "",
    tier: one("tier", TIERS),
    emotion: one("emotion", EMOTIONS),
    status: one("status", STATUSES),
    review: one("review", REVIEWS),
    origin: one("origin", ORIGINS),
    text: params.get("text") ?? "",
    order: one("order", ORDERS, "shelf"),
    page: Math.max(1, Math.floor(Number(params.get("page")) || 1)),
    open: params.get("open") ?? "",
  };
}

/** The address of a filter; defaults are left out. */
export function paramsOf(filter: ScriptFilter): URLSearchParams {
  return toldOf(filter, NO_SCRIPT_FILTER);
}

/** What the service is asked. */
export function queryOf(filter: ScriptFilter): string {
  const { scene, tier, emotion, status, review, origin, text, page, order } = filter;
  return queryString({ limit: PAGE, offset: (page - 1) * PAGE, order, scene, tier, emotion, status, review, origin, text });
}

export function isNarrowed(filter: ScriptFilter): boolean {
  return (["scene", "tier", "emotion", "status", "review", "origin", "text"] as const).some((key) => filter[key] !== "");
}
