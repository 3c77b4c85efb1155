/** Why something could not be done with an account, in the reader's language. */
import { ApiError } from "../api/client";
import type { Translate } from "../i18n";
import type { MessageKey } from "../i18n/zh";

export interface Told {
  /** Field of the form that it is about; empty: the form as a whole. */
  field: string;
  message: string;
}

const FAULTS: Readonly<Record<string, MessageKey>> = {
  "login.form": "fault.login.form",
  "name.form": "fault.name.form",
  "password.length": "fault.password.length",
  "password.common": "fault.password.common",
  "password.login": "fault.password.login",
  "password.elsewhere": "fault.password.elsewhere",
  "present.wrong": "fault.present.wrong",
  "present.elsewhere": "fault.password.elsewhere",
  "access.first": "fault.access.first",
  "staff.form": "fault.staff.form",
  "staff.personal": "fault.staff.personal",
  "code.wrong": "fault.code.wrong",
};

/** `conflict` is what 409 means here, `stranger` what 401 does. */
export function told(cause: unknown, t: Translate, conflict: MessageKey, stranger: MessageKey = "fault.sign_in"): Told {
  if (!(cause instanceof ApiError)) return { field: "", message: String(cause) };
  const fault = cause.faults[0];
  const known = fault && FAULTS[`${fault.where}.${fault.what}`];
  if (fault && known) return { field: fault.where, message: t(known) };
  if (cause.status === 0) return { field: "", message: t("fault.unreachable") };
  if (cause.status === 401) return { field: "", message: t(stranger) };
  if (cause.status === 409) return { field: "", message: t(conflict) };
  if (cause.status === 429) return { field: "", message: waiting(cause.retryAfter ?? 1, t) };
  return { field: "", message: cause.message };
}

function waiting(seconds: number, t: Translate): string {
  return seconds < 60 ? t("fault.wait.seconds", { n: seconds }) : t("fault.wait.minutes", { n: Math.ceil(seconds / 60) });
}
