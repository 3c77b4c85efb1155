/** Shown while no end is known: why there is nothing to tell, and how to send outcomes. */
import type { WarningReport } from "../api/types";
import { useWords } from "../i18n";
import { Command, curl } from "../shared/Command";
import { standing } from "./figures";

interface Props {
  report: WarningReport;
  fine: boolean;
  /** Clears the filters; left out where there are none. */
  clear?: () => void;
}

function example(): string {
  const at = new Date().toISOString();
  const outcomes = [
    { id: "rating-1", kind: "rating", at, conversation: "c-1", value: 5 },
    { id: "complaint-1", kind: "complaint", at, conversation: "c-2" },
  ];
  return curl("v1/outcomes", { outcomes });
}

export function NoOutcomes({ report, fine, clear }: Props) {
  const { t } = useWords();
  const nothing = standing(report) === "nothing";
  const values = { n: report.conversations };
  return (
    <section className="notice" data-testid="no-outcomes">
      <h2>{t(nothing ? "outcomes.nothing" : "outcomes.none")}</h2>
      <p>{t(nothing ? "outcomes.nothing.text" : "outcomes.none.text", values)}</p>
      {clear && (
        <button type="button" className="plain" onClick={clear}>
          {t("outcomes.clear")}
        </button>
      )}
      <p>{t("outcomes.http")}</p>
      <Command text={example()} />
      <p>{t("outcomes.file")}</p>
      <Command text={`./zhiyin outcomes add ${t("outcomes.file.name")}`} />
      {!fine && <p className="quiet">{t("outcomes.fine")}</p>}
    </section>
  );
}
