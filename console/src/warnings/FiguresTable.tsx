/** The numbers behind the charts; each table can be scrolled and read with the keyboard. */
import type { WarningReport } from "../api/types";
import { useWords } from "../i18n";
import { percent } from "../shared/format";
import { isSharp, NONE, perThousand, share, times, type Told, turns } from "./figures";
import type { WarningTier } from "./filter";
import { type Line, lines } from "./series";

const HEADS = [
  "report.conversations", "report.known", "report.bad", "report.warned.short", "report.hits", "report.precision",
  "report.recall", "report.alarms.short", "report.lead.turns", "report.lead.time",
] as const;

export function FiguresTable({ report, tier }: { report: WarningReport; tier: WarningTier }) {
  const { t } = useWords();
  return (
    <div className="table-box" role="region" aria-label={t("report.table.label")} tabIndex={0} data-testid="details">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col" colSpan={2}>{t("report.group")}</th>
            {HEADS.map((head) => (
              <th key={head} scope="col">{t(head)}</th>
            ))}
            <th scope="col">{t("report.note")}</th>
          </tr>
        </thead>
        <tbody>
          {lines(report, tier).map((line) => (
            <FiguresRow key={`${line.by} ${line.key}`} line={line} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FiguresRow({ line }: { line: Line }) {
  const { t, name } = useWords();
  const { by, key, figures } = line;
  const { enough } = figures;
  const label = by === "all" ? name("tier.from", key) : by === "week" ? key : name(by, key);
  const cells = [
    share(figures.precision, enough), share(figures.recall, enough), perThousand(figures.false_alarms_per_1000, enough),
    turns(figures.lead_turns, enough, t), times(figures.lead_s, enough, t),
  ];
  return (
    <tr className={enough ? undefined : "row-few"}>
      <td className="quiet">{t(`report.group.${by}`)}</td>
      <th scope="row">{label}</th>
      {[line.conversations, line.known, line.bad, figures.warned, figures.hits].map((count, index) => (
        <td key={HEADS[index]}>{count}</td>
      ))}
      {cells.map((told, index) => (
        <FigureCell key={HEADS[index + 5]} told={told} />
      ))}
      <td className="figures-note">{enough ? "" : t("report.few.short", { n: figures.needed })}</td>
    </tr>
  );
}

function FigureCell({ told: { value, range } }: { told: Told }) {
  return (
    <td>
      {value !== "" && <b>{value}</b>} {range !== "" && <small>{range}</small>}
    </td>
  );
}

export function CalibrationTable({ report }: { report: WarningReport }) {
  const { t } = useWords();
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">{t("report.tenth")}</th>
          <th scope="col">{t("report.known")}</th>
          <th scope="col">{t("report.predicted")}</th>
          <th scope="col">{t("report.observed")}</th>
        </tr>
      </thead>
      <tbody>
        {report.calibration.map((tenth) => (
          <tr key={tenth.low}>
            <th scope="row">{`${percent(tenth.low)}–${percent(tenth.high)}%`}</th>
            <td>{tenth.conversations}</td>
            <td>{tenth.predicted === null ? NONE : `${percent(tenth.predicted)}%`}</td>
            <FigureCell told={share(tenth.observed, tenth.observed !== null && isSharp(tenth.observed))} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
