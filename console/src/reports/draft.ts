/** Draft: a schedule, or an order of one report, while it is being written. */
import type { Format, OrderBody, Period, Schedule, ScheduleBody } from "./api";

export const PERIODS: readonly Period[] = ["day", "week", "month"];
export const FORMATS: readonly Format[] = ["html", "pdf", "xlsx", "docx"];
const MAIL = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/;

export interface Draft {
  readonly id: string;
  readonly name: string;
  readonly period: Period;
  readonly at: string;
  /** A day of the period; empty: the last one that is over. */
  readonly day: string;
  readonly zone: string;
  readonly scene: string;
  readonly channel: string;
  readonly team: string;
  readonly language: "zh" | "en";
  readonly formats: readonly Format[];
  readonly mailTo: readonly string[];
  readonly webhooks: readonly string[];
  readonly enabled: boolean;
}

export function emptyDraft(zone: string, language: "zh" | "en"): Draft {
  return {
    id: "", name: "", period: "week", at: "08:00", day: "", zone, scene: "", channel: "", team: "", language,
    formats: FORMATS, mailTo: [], webhooks: [], enabled: true,
  };
}

export function draftOf(schedule: Schedule): Draft {
  const { id, name, period, at, time_zone: zone, scene, channel, team, language, enabled } = schedule;
  return {
    id, name, period, at, day: "", zone, scene, channel, team, language, formats: schedule.formats ?? FORMATS,
    mailTo: schedule.mail_to ?? [], webhooks: schedule.webhooks ?? [], enabled,
  };
}

function planOf(draft: Draft) {
  return {
    period: draft.period, time_zone: draft.zone.trim(), scene: draft.scene.trim(), channel: draft.channel.trim(),
    team: draft.team.trim(), language: draft.language, formats: [...draft.formats], mail_to: [...draft.mailTo],
    webhooks: [...draft.webhooks],
  };
}

export function scheduleBody(draft: Draft): ScheduleBody {
  return { ...planOf(draft), name: draft.name.trim(), at: draft.at, enabled: draft.enabled };
}

export function orderBody(draft: Draft): OrderBody {
  return { ...planOf(draft), name: draft.name.trim(), day: draft.day || null };
}

/** Addresses that cannot be one. */
export function wrongMails(addresses: readonly string[]): string[] {
  return addresses.filter((address) => !MAIL.test(address));
}

export function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
