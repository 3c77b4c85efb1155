/** How the conversation will probably end, how long it will take, and, on request, what moves it. */
import type { Foresight } from "../../api/types";
import { useWords } from "../../i18n";
import { signed } from "../../shared/format";
import { SatisfactionBar } from "../../shared/SatisfactionBar";
import { pullBars, pullSum } from "../foresight";

export function ForesightSection({ foresight }: { foresight: Foresight }) {
  const { t } = useWords();
  const { satisfaction, lead } = foresight;
  return (
    <section data-testid="foresight">
      <h3 className="foresight-head">
        <span title={t("foresight.help")}>{t("foresight.satisfaction")}</span>
        <small title={t("foresight.left.help", { median: lead.median })}>{leadWords(lead, t)}</small>
      </h3>
      <SatisfactionBar satisfaction={satisfaction} title={t("foresight.satisfaction")} />
      {foresight.pulls.length > 0 && <Pulls foresight={foresight} />}
    </section>
  );
}

function leadWords({ low, high }: Foresight["lead"], t: ReturnType<typeof useWords>["t"]): string {
  if (high === 0) return t("foresight.left.none");
  return low === high ? t("foresight.left.one", { low }) : t("foresight.left", { low, high });
}

function Pulls({ foresight }: { foresight: Foresight }) {
  const { t, name } = useWords();
  const sums = { base: signed(foresight.base), sum: signed(pullSum(foresight)) };
  return (
    <details className="pulls">
      <summary>{t("foresight.why")}</summary>
      <ul title={t("foresight.why.help", sums)}>
        {pullBars(foresight).map(({ driver, weight, length }) => (
          <li key={driver} className={weight < 0 ? "pull-lowers" : "pull-lifts"}>
            <span>{name("driver", driver)}</span>
            <span className="pull-track" aria-hidden="true">
              <span style={{ width: `${length * 50}%` }} />
            </span>
            <span className="number">
              <span className="unseen">{t(weight < 0 ? "foresight.lowers" : "foresight.lifts")} </span>
              {signed(weight)}
            </span>
          </li>
        ))}
      </ul>
      <p className="quiet" title={t("foresight.why.help", sums)}>
        {t("foresight.base", sums)}
      </p>
    </details>
  );
}
