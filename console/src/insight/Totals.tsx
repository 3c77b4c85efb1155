/** The period in five figures, each beside the period before. */
import { useWords } from "../i18n";
import { percent } from "../shared/format";
import type { Course, Mood } from "./api";
import { change } from "./measures";

export function Totals({ course }: { course: Course }) {
  const { t } = useWords();
  const { total, before } = course;
  const share = total.enough ? total.negative_share : null;
  const past = (of: (mood: Mood) => number | null, measure: "negative" | "volume") => change(of(total), of(before), measure, t);
  const negative = (mood: Mood) => (mood.enough ? (mood.negative_share?.value ?? null) : null);
  const few = t("insight.few");
  return (
    <dl className="insight-totals" data-testid="insight-totals">
      <Total label={t("insight.total.conversations")} value={String(total.conversations)} change={past((m) => m.conversations, "volume")} />
      <Total label={t("insight.total.turns")} value={String(total.customer_turns)} change={past((m) => m.customer_turns, "volume")} />
      <Total
        label={t("insight.total.negative")}
        value={share ? `${(share.value * 100).toFixed(1)}%` : few}
        note={
          share
            ? t("insight.total.range", { low: percent(share.low), high: percent(share.high) })
            : t("insight.total.of", { n: total.negative, of: total.read })
        }
        change={past(negative, "negative")}
      />
      <Total
        label={t("insight.total.intensity")}
        value={total.enough && total.intensity !== null ? total.intensity.toFixed(2) : few}
        change={past((m) => (m.enough ? m.intensity : null), "volume")}
      />
      <Total
        label={t("insight.total.warnings")}
        value={String(total.warnings)}
        note={t("insight.total.severity", { moderate: total.moderate, severe: total.severe })}
        change={past((m) => m.warnings, "volume")}
      />
    </dl>
  );
}

function Total({ label, value, note, change: moved }: { label: string; value: string; note?: string; change: string }) {
  const { t } = useWords();
  return (
    <div>
      <dt>{label}</dt>
      <dd className="insight-value">{value}</dd>
      {note !== undefined && <dd className="quiet">{note}</dd>}
      <dd className="quiet">{moved === "" ? t("insight.change.none") : t("insight.change", { change: moved })}</dd>
    </div>
  );
}
