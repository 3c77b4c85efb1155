/** All items of the queue, filtered in the address. */
import { Button, Select } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import type { Review } from "../api/types";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { clock } from "../shared/format";
import { useAsked } from "../shared/useAsked";
import { getReviews, PAGE } from "./api";
import { useLock } from "./useLock";
import { queryString } from "../shared/query";

const STANDINGS = ["open", "agreed", "disputed", "settled"] as const;
const SOURCES = ["correction", "unsure", "sure"] as const;
const MOST = 200;

export function Queue({ lock }: { lock: () => void }) {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const [limit, setLimit] = useState(PAGE);
  const standing = STANDINGS.find((each) => each === params.get("standing")) ?? "";
  const source = SOURCES.find((each) => each === params.get("source")) ?? "";
  const { answer, error, loading, again } = useAsked(queryString({ limit, standing, source }), getReviews);
  useLock(error, lock);
  const set = (key: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value === "") next.delete(key);
    else next.set(key, value);
    setParams(next, { replace: true });
  };
  return (
    <section className="reviews-list" aria-busy={loading}>
      <div className="reviews-filters">
        <Select
          aria-label={t("reviews.standing")}
          value={standing}
          onChange={(value) => set("standing", value)}
          options={[{ value: "" as const, label: t("reviews.standing.all") }, ...STANDINGS.map((value) => ({ value, label: t(`reviews.standing.${value}`) }))]}
        />
        <Select
          aria-label={t("reviews.source")}
          value={source}
          onChange={(value) => set("source", value)}
          options={[{ value: "" as const, label: t("reviews.source.all") }, ...SOURCES.map((value) => ({ value, label: t(`reviews.source.${value}`) }))]}
        />
        {answer && STANDINGS.map((each) => (
          <span key={each} className="quiet">{t(`reviews.standing.${each}`)} {answer.progress.by_standing[each] ?? 0}</span>
        ))}
      </div>
      {error && <Failure error={error} retry={again} />}
      {answer?.reviews.length === 0 && <p className="notice quiet">{t("reviews.list.empty")}</p>}
      {answer && answer.reviews.length > 0 && <Table reviews={answer.reviews} />}
      {answer?.next_offset != null && limit < MOST && (
        <Button onClick={() => setLimit((before) => Math.min(MOST, before + PAGE))}>{t("reviews.more")}</Button>
      )}
    </section>
  );
}

function Table({ reviews }: { reviews: readonly Review[] }) {
  const { t } = useWords();
  return (
    <div className="reviews-scroll" role="region" aria-label={t("reviews.list")} tabIndex={0}>
      <table className="reviews-table" data-testid="queue">
        <thead>
          <tr>
            <th>{t("reviews.text")}</th>
            <th>{t("reviews.source")}</th>
            <th>{t("reviews.model")}</th>
            <th>{t("reviews.result")}</th>
            <th>{t("reviews.standing")}</th>
          </tr>
        </thead>
        <tbody>
          {reviews.map((review) => <Row key={review.id} review={review} />)}
        </tbody>
      </table>
    </div>
  );
}

function Row({ review }: { review: Review }) {
  const { t, name, locale } = useWords();
  const said = (emotion: string | null) => (emotion === null ? t("reviews.untold") : name("emotion", emotion));
  return (
    <tr data-review={review.event_id}>
      <td>
        <p className="reviews-words">{review.text}</p>
        <small>{name("scene", review.scene)} · {clock(review.created_at, locale)}</small>
      </td>
      <td>{review.source ? t(`reviews.source.${review.source}`) : <span className="quiet" title={t("reviews.source.hidden")}>–</span>}</td>
      <td>{review.reading ? name("emotion", review.reading.emotion) : <span className="quiet">{t("reviews.source.hidden")}</span>}</td>
      <td>
        {review.final ? <b>{said(review.final.emotion)}</b> : review.labels.map((label) => (
          <span key={label.by} className="reviews-by">{t("reviews.said.by", { by: label.by, emotion: said(label.emotion) })}</span>
        ))}
      </td>
      <td>
        <span className={`standing standing-${review.standing}`}>{t(`reviews.standing.${review.standing}`)}</span>
        {review.standing === "open" && <small>{t("reviews.labelled", { n: review.labelled })}</small>}
      </td>
    </tr>
  );
}
