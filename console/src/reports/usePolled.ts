/** Looks again while something is under way: often while a report is being made, seldom while one is being sent. */
import { useEffect } from "react";
import type { MadeReport, MadeReports } from "./api";

const MAKING_MS = 800;
const SENDING_MS = 4000;

export function usePolled(reports: readonly MadeReport[], answer: MadeReports | null, again: () => void): void {
  const making = reports.some(({ status }) => status === "waiting");
  const sending = reports.some(({ deliveries }) => deliveries.some(({ status }) => status === "pending"));
  const wait = making ? MAKING_MS : sending ? SENDING_MS : 0;
  useEffect(() => {
    if (!wait) return undefined;
    const timer = window.setTimeout(again, wait);
    return () => window.clearTimeout(timer);
    // Each answer starts the next wait: a slow service is not asked twice at once.
    // oxlint-disable-next-line exhaustive-deps
  }, [wait, answer]);
}
