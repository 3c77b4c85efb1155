/** How far labellers say the same, and how often the model says what they agreed on. */
import type { Accuracy, Agreement, Interval, ModelAccuracy, WeightedShare } from "../api/types";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { percent } from "../shared/format";
import { useAsked } from "../shared/useAsked";
import { getAccuracy, getAgreement } from "./api";
import { useLock } from "./useLock";

/** The service's own bound below which a figure is a hint only. */
const FEWEST = 30;

export function Figures({ lock }: { lock: () => void }) {
  const { t } = useWords();
  const agreement = useAsked("agreement", getAgreement);
  const accuracy = useAsked("accuracy", getAccuracy);
  useLock(agreement.error ?? accuracy.error, lock);
  return (
    <div className="review-figures">
      <section className="panel">
        <h2 title={t("reviews.accuracy.help")}>{t("reviews.accuracy")}</h2>
        {accuracy.error && <Failure error={accuracy.error} title={t("reviews.accuracy")} retry={accuracy.again} />}
        {accuracy.answer && <AccuracyBody accuracy={accuracy.answer} />}
      </section>
      <section className="panel">
        <h2>{t("reviews.agreement")}</h2>
        {agreement.error && <Failure error={agreement.error} title={t("reviews.agreement")} retry={agreement.again} />}
        {agreement.answer && <AgreementBody agreement={agreement.answer} />}
      </section>
    </div>
  );
}

function AccuracyBody({ accuracy }: { accuracy: Accuracy }) {
  const { t } = useWords();
  return (
    <div data-testid="accuracy">
      {accuracy.models.length === 0 && <p className="quiet">{t("reviews.accuracy.none")}</p>}
      {accuracy.models.map((each) => <Model key={each.model} figures={each} />)}
      {accuracy.disputed > 0 && <p className="quiet">{t("reviews.accuracy.disputed", { n: accuracy.disputed })}</p>}
      {accuracy.models.length > 0 && <p className="quiet">{t("reviews.accuracy.help")}</p>}
    </div>
  );
}

function Model({ figures }: { figures: ModelAccuracy }) {
  const { t } = useWords();
  const rows = (["emotion", "polarity", "sure", "unsure"] as const).map((key) => ({ key, share: figures[key] }));
  return (
    <>
      <h3>
        {figures.model} {!figures.enough && <Few />}
      </h3>
      <dl className="figure-rows">
        {rows.map(({ key, share }) => share && <Row key={key} label={t(`reviews.accuracy.${key}`)} share={share} />)}
      </dl>
    </>
  );
}

function Row({ label, share }: { label: string; share: WeightedShare }) {
  const { t } = useWords();
  return (
    <div>
      <dt>
        {label} {share.items < FEWEST && <Few />}
      </dt>
      <dd>
        <Share share={share} />
        <small>{t("reviews.accuracy.items", { n: share.items, effective: share.effective.toFixed(0) })}</small>
      </dd>
    </div>
  );
}

function Share({ share }: { share: Pick<Interval, "value" | "low" | "high"> }) {
  const { t } = useWords();
  return (
    <span className="share">
      <span className="share-track" aria-hidden="true">
        <span className="share-range" style={{ left: `${share.low * 100}%`, width: `${(share.high - share.low) * 100}%` }} />
        <span className="share-at" style={{ left: `${share.value * 100}%` }} />
      </span>
      <b>{percent(share.value)}%</b>
      <small>{t("reviews.range", { low: percent(share.low), high: percent(share.high) })}%</small>
    </span>
  );
}

function Few() {
  const { t } = useWords();
  return <span className="review-few" title={t("reviews.few.help")}>{t("reviews.few")}</span>;
}

function AgreementBody({ agreement }: { agreement: Agreement }) {
  const { t } = useWords();
  if (agreement.items === 0) return <p className="quiet" data-testid="agreement">{t("reviews.agreement.none")}</p>;
  const two = (value: number | null) => (value === null ? "–" : value.toFixed(2));
  return (
    <div data-testid="agreement">
      <p>
        {t("reviews.agreement.items", { n: agreement.items, labellers: agreement.labellers })} {!agreement.enough && <Few />}
      </p>
      <dl className="alphas" title={t("reviews.alpha.help")}>
        <div><dt>{t("reviews.alpha")}</dt><dd>{two(agreement.alpha_emotion)}</dd></div>
        <div><dt>{t("reviews.alpha.polarity")}</dt><dd>{two(agreement.alpha_polarity)}</dd></div>
      </dl>
      <Pairs pairs={agreement.pairs} />
      <ByEmotion emotions={agreement.emotions} />
    </div>
  );
}

function Pairs({ pairs }: { pairs: Agreement["pairs"] }) {
  const { t } = useWords();
  const kappa = ({ value, low, high }: Agreement["pairs"][number]["emotion"]) =>
    value === null ? "–" : `${value.toFixed(2)} (${(low ?? value).toFixed(2)}–${(high ?? value).toFixed(2)})`;
  return (
    <div className="reviews-scroll" role="region" aria-label={t("reviews.pair")} tabIndex={0}>
      <table className="reviews-table" title={t("reviews.kappa.help")}>
        <thead>
          <tr>
            <th>{t("reviews.pair")}</th><th>{t("reviews.items")}</th><th>{t("reviews.same")}</th>
            <th>{t("reviews.kappa")}</th><th>{t("reviews.kappa.polarity")}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <tr key={`${pair.first}/${pair.second}`}>
              <td>{pair.first} · {pair.second} {!pair.enough && <Few />}</td>
              <td>{pair.items}</td>
              <td>{pair.same ? `${percent(pair.same.value)}%` : "–"}</td>
              <td>{kappa(pair.emotion)}</td>
              <td>{kappa(pair.polarity)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ByEmotion({ emotions }: { emotions: Agreement["emotions"] }) {
  const { t, name } = useWords();
  return (
    <>
      <h3>{t("reviews.byemotion")}</h3>
      <dl className="figure-rows">
        {emotions.map((each) => each.share && (
          <div key={each.name}>
            <dt>{each.name === "unknown" ? t("reviews.untold") : name("emotion", each.name)} {!each.enough && <Few />}</dt>
            <dd>
              <Share share={each.share} />
              <small>{t("reviews.both")} {each.both} / {t("reviews.either")} {each.either}</small>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
