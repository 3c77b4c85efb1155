/** Items about which labellers disagree, for a supervisor to decide. */
import { Button } from "antd";
import { useState } from "react";
import type { Review } from "../api/types";
import { useMe } from "../frame/useMe";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { useAsked } from "../shared/useAsked";
import { getReviews, settleReview } from "./api";
import { Choices } from "./Choices";
import { type Choice, labelOf, NO_CHOICE } from "./choice";
import { Said } from "./Said";
import { useLock } from "./useLock";

export function Disputes({ lock }: { lock: () => void }) {
  const { t } = useWords();
  const { answer, error, again } = useAsked("standing=disputed&limit=50", getReviews);
  useLock(error, lock);
  if (error) return <Failure error={error} title={t("reviews.disputed")} retry={again} />;
  if (!answer) return null;
  if (answer.reviews.length === 0) {
    return (
      <div className="notice" data-testid="no-disputes">
        <h2>{t("reviews.disputed.empty")}</h2>
        <p>{t("reviews.disputed.text")}</p>
      </div>
    );
  }
  return <section className="disputes">{answer.reviews.map((review) => <Dispute key={review.id} review={review} again={again} />)}</section>;
}

function Dispute({ review, again }: { review: Review; again: () => void }) {
  const { t, name } = useWords();
  const { may } = useMe();
  const [choice, setChoice] = useState<Choice>(NO_CHOICE);
  const [open, setOpen] = useState(false);
  const [why, setWhy] = useState("");
  const label = labelOf(choice);
  const own = review.labels.some(({ mine }) => mine);
  const settle = () => {
    if (label === null) return;
    settleReview(review.id, label).then(again, (error: unknown) => setWhy(error instanceof Error ? error.message : String(error)));
  };
  return (
    <article className="panel dispute" data-dispute={review.event_id}>
      <Said review={review} />
      <p className="dispute-labels">
        {review.labels.map((each) => (
          <span key={each.by} title={each.note}>
            {t("reviews.said.by", { by: each.by, emotion: each.emotion ? name("emotion", each.emotion) : t("reviews.untold") })}
            {each.polarity ? `（${name("polarity", each.polarity)}）` : ""}
          </span>
        ))}
        {review.reading && <span className="quiet">{t("reviews.said.by", { by: t("reviews.model"), emotion: name("emotion", review.reading.emotion) })}</span>}
      </p>
      {open && <Choices choice={choice} change={setChoice} />}
      {why !== "" && <p role="alert" className="failed">{t("reviews.failed", { why })}</p>}
      {!may("reviews:settle") && <p className="quiet">{t("reviews.mayno")}</p>}
      {own && <p className="quiet">{t("reviews.disputed.text")}</p>}
      {may("reviews:settle") && !own && (
        <div className="label-foot">
          <Button type={open ? "primary" : "default"} disabled={open && label === null} onClick={open ? settle : () => setOpen(true)}>
            {t("reviews.settle")}
          </Button>
        </div>
      )}
    </article>
  );
}
