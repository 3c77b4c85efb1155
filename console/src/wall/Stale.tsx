import type { Connection } from "../api/live";
import { useWords } from "../i18n";
import { clock } from "../shared/format";

/** A wall that no longer hears of anything says so, and since when: old numbers must not pass for new ones. */
export function Stale({ connection, heardAt }: { connection: Connection; heardAt: number }) {
  const { t, locale } = useWords();
  if (connection === "open" || heardAt === 0) return null;
  return (
    <p className="wall-old" role="alert" data-testid="stale">
      {t("wall.stale", { time: clock(new Date(heardAt).toISOString(), locale) })}
    </p>
  );
}
