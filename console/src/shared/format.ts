import type { Translate } from "../i18n";

/** A conversation in which nothing has happened for this long is silent: nobody is waiting in it any more. */
const SILENT_MS = 30 * 60_000;

/** How long the customer has been waiting, in words; empty if the customer is not. Moments in milliseconds. */
export function waiting(since: string | null, last: string, now: number, t: Translate): string {
  if (since === null) return "";
  if (now - Date.parse(last) >= SILENT_MS) return t("list.silent");
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  const time = seconds < 60 ? t("time.seconds", { s: seconds }) : t("time.minutes", { m: Math.floor(seconds / 60) });
  return t("list.waiting", { time });
}

/** Time of day, with the date in front when it is not today. */
export function clock(at: string, locale: string, now: Date = new Date()): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at;
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false };
  const today = moment.toDateString() === now.toDateString();
  return moment.toLocaleString(locale, today ? time : { month: "numeric", day: "numeric", ...time });
}

export function percent(share: number): number {
  return Math.round(share * 100);
}

/** A probability as people are told it: a model never knows for certain, so it is neither 0 % nor 100 %. */
export function chance(share: number): string {
  if (share > 0.995) return ">99%";
  return share > 0 && share < 0.005 ? "<1%" : `${percent(share)}%`;
}

/** -1..1 with a sign and a proper minus, two digits. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(2);
  if (text === "0.00") return "0.00";
  return value < 0 ? `−${text}` : `+${text}`;
}
