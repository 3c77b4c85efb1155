/** Calls of the review queue. */
import { json, request, send } from "../api/client";
import type { Accuracy, Agreement, LabelIn, NextReview, Review, ReviewPage } from "../api/types";

export const PAGE = 50;

export function getNext(_: string, signal: AbortSignal): Promise<NextReview> {
  return json("v1/reviews/next", { signal });
}

export function getReviews(query: string, signal: AbortSignal): Promise<ReviewPage> {
  return json(`v1/reviews?${query}`, { signal });
}

export function getAgreement(_: string, signal: AbortSignal): Promise<Agreement> {
  return json("v1/reviews/agreement", { signal });
}

export function getAccuracy(_: string, signal: AbortSignal): Promise<Accuracy> {
  return json("v1/reviews/accuracy", { signal });
}

export function giveLabel(id: string, label: LabelIn): Promise<Review> {
  return send("POST", `v1/reviews/${encodeURIComponent(id)}/labels`, label);
}

export function takeBack(id: string): Promise<Review> {
  return send("DELETE", `v1/reviews/${encodeURIComponent(id)}/labels`);
}

export function skipReview(id: string): Promise<void> {
  return send("POST", `v1/reviews/${encodeURIComponent(id)}/skip`);
}

export function settleReview(id: string, label: LabelIn): Promise<Review> {
  return send("POST", `v1/reviews/${encodeURIComponent(id)}/verdict`, label);
}

/** Fetched with the caller's key and handed to the browser as a file. */
export async function download(format: "jsonl" | "csv", head: "emotion" | "polarity"): Promise<void> {
  const answer = await request(`v1/reviews/export?${new URLSearchParams({ format, head }).toString()}`);
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = format === "csv" ? `zhiyin-labels-${head}.csv` : "zhiyin-labels.jsonl";
  link.click();
  // The browser has taken the file over by then.
  window.setTimeout(() => URL.revokeObjectURL(url), 1000);
}
