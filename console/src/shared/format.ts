import type { Translate } from "../i18n";

const DAY_S = 86_400;

/** A waiting time in words, coarse where coarse will do. */
export function duration(milliseconds: number, t: Translate): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return t("time.seconds", { s: seconds });
  if (seconds < 3600) return t("time.minutes", { m: Math.floor(seconds / 60), s: seconds % 60 });
  if (seconds < DAY_S) return t("time.hours", { h: Math.floor(seconds / 3600), m: Math.floor((seconds % 3600) / 60) });
  return t("time.days", { d: Math.floor(seconds / DAY_S) });
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

/** -1..1 with a sign and a proper minus, two digits. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(2);
  if (text === "0.00") return "0.00";
  return value < 0 ? `−${text}` : `+${text}`;
}
