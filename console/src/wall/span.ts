/** How long something has lasted, in few characters: `42秒`, `7分`, `2小时`. */
import type { Translate } from "../i18n";

export function span(since: string, now: number, t: Translate): string {
  return lasting((now - Date.parse(since)) / 1000, t);
}

export function lasting(seconds: number, t: Translate): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return t("wall.seconds", { n: whole });
  if (whole < 3600) return t("wall.minutes", { n: Math.floor(whole / 60) });
  return t("wall.hours", { n: Math.floor(whole / 3600) });
}

const NARROW = 14;
/** Where nothing else stands beside it but the risk. */
export const ROOMY = 22;

/** Identifiers are long; their end tells them apart. */
export function shortId(id: string, most = NARROW): string {
  return id.length <= most ? id : `…${id.slice(1 - most)}`;
}
