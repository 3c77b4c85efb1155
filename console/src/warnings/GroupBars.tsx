import { useWords } from "../i18n";
import { NONE, share } from "./figures";
import type { Bar } from "./series";

const MOST = 6;

/** Precision by group with its interval; without a number and hatched where too little is known. */
export function GroupBars({ by, groups }: { by: "scene" | "channel"; groups: readonly Bar[] }) {
  const { t, name } = useWords();
  const shown = groups.slice(0, MOST);
  return (
    <figure className="panel group-bars" data-testid={`by-${by}`}>
      <figcaption>
        <h3>{t(`report.by.${by}`)}</h3>
        <small>{t("report.by.note")}</small>
      </figcaption>
      {shown.length === 0 && <p className="quiet">{t("report.by.none")}</p>}
      <ul>
        {shown.map((bar) => (
          <GroupBar key={bar.key} label={name(by, bar.key)} bar={bar} />
        ))}
      </ul>
      {groups.length > MOST && <p className="quiet">{t("report.by.more", { n: groups.length - MOST })}</p>}
    </figure>
  );
}

function GroupBar({ label, bar: { known, figures } }: { label: string; bar: Bar }) {
  const { t } = useWords();
  const { precision, enough, needed } = figures;
  const { value, range } = share(precision, enough);
  const at = (part: number) => `${part * 100}%`;
  const more = enough ? "" : ` · ${t("report.few.short", { n: needed })}`;
  return (
    <li title={`${label}: ${t("report.known")} ${known}${more}`}>
      <span className="group-name">{label}</span>
      <span className={enough ? "track" : "track track-few"} aria-hidden="true">
        {precision && (
          <>
            <span className="track-fill" style={{ width: at(precision.value) }} />
            <span className="track-range" style={{ left: at(precision.low), width: at(precision.high - precision.low) }} />
          </>
        )}
      </span>
      <b>{enough ? value : ""}</b>
      <span className="group-range">{range || NONE}</span>
      <span className="group-known">n={known}</span>
    </li>
  );
}
