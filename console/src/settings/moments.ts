/** A moment with its date, always: settings are looked at days later. */
export function moment(at: string | null, locale: string): string {
  if (at === null) return "";
  const told = new Date(at);
  if (Number.isNaN(told.getTime())) return at;
  return told.toLocaleString(locale, {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
    hour12: false,
  });
}
