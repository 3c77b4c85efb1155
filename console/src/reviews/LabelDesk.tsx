/** One item at a time: read, press a key for the emotion, Enter; the next one comes by itself. */
import { Button } from "antd";
import { useEffect, useState } from "react";
import { ApiError } from "../api/client";
import type { Review, ReviewProgress } from "../api/types";
import { useWords } from "../i18n";
import { Failure } from "../shared/Failure";
import { percent } from "../shared/format";
import { useAsked } from "../shared/useAsked";
import { useKeys } from "../shared/useKeys";
import { getNext, giveLabel, skipReview, takeBack } from "./api";
import { Choices } from "./Choices";
import { afterKey, type Choice, labelOf, NO_CHOICE, SKIP_KEY, UNDO_KEY } from "./choice";
import { Said } from "./Said";

/** What was done with the item before, so that it can be undone and learned from. */
type Last = { id: string; review: Review | null };
/** `back`: the item that was taken back, to be labelled again at once. */
type Done = (last: Last | null, back: Review | null) => void;

export function LabelDesk({ lock }: { lock: () => void }) {
  const { t } = useWords();
  const { answer, error, loading, again } = useAsked("next", getNext);
  const refused = error?.status === 401 || error?.status === 403;
  useEffect(() => {
    if (refused) lock();
  }, [refused, lock]);
  const [last, setLast] = useState<Last | null>(null);
  const [redo, setRedo] = useState<Review | null>(null);
  const done: Done = (next, back) => {
    setLast(next);
    setRedo(back);
    if (back === null) again();
  };
  const review = redo ?? answer?.review;
  if (error && !refused) return <Failure error={error} title={t("reviews.label")} retry={again} />;
  if (!answer) return null;
  return (
    <section className="label-desk" aria-busy={loading} aria-label={t("reviews.label")}>
      <Progress progress={answer.progress} />
      {review ? (
        <One key={`${review.id}-${review.labelled}`} review={review} busy={loading} last={last} done={done} />
      ) : (
        <Nothing last={last} done={done} again={again} />
      )}
    </section>
  );
}

function Progress({ progress }: { progress: ReviewProgress }) {
  const { t } = useWords();
  return (
    <p className="reviews-progress" data-testid="progress">
      <b>{t("reviews.today", { n: progress.today })}</b>
      <span>{t("reviews.left", { n: progress.left })}</span>
      <span className="quiet">{t("reviews.rule", { n: progress.needed })}</span>
      {progress.blind && <span className="quiet">{t("reviews.blind")}</span>}
    </p>
  );
}

interface OneProps {
  review: Review;
  busy: boolean;
  last: Last | null;
  done: Done;
}

function One({ review, busy, last, done }: OneProps) {
  const { t } = useWords();
  const [choice, setChoice] = useState<Choice>(NO_CHOICE);
  const { why, sending, attempt } = useAttempt();
  const label = labelOf(choice);
  const still = busy || sending;
  const save = () => {
    if (label !== null && !still) attempt(async () => done({ id: review.id, review: await giveLabel(review.id, label) }, null));
  };
  const skip = () => {
    if (still) return;
    attempt(async () => {
      await skipReview(review.id);
      done({ id: review.id, review: null }, null);
    });
  };
  const undo = useUndo(last, done, attempt);
  useKeys({ ...choiceKeys(choice, setChoice), Enter: save, [SKIP_KEY]: skip, [UNDO_KEY]: undo });
  return (
    <>
      <Before last={last} undo={undo} />
      <Said review={review} />
      <Choices choice={choice} change={setChoice} />
      {why !== "" && <p role="alert" className="failed">{t("reviews.failed", { why })}</p>}
      <div className="label-foot">
        <span className="quiet">{t("reviews.hint")}</span>
        <Button onClick={skip} disabled={still}>{t("reviews.skip")} <kbd>X</kbd></Button>
        <Button type="primary" onClick={save} disabled={label === null || still}>{t("reviews.save")} <kbd>↵</kbd></Button>
      </div>
    </>
  );
}

/** Every key that changes the choice, as the page listens for them. */
function choiceKeys(choice: Choice, change: (choice: Choice) => void): Record<string, () => void> {
  const keys = [..."1234567890-asdqwefn"];
  return Object.fromEntries(keys.map((key) => [key, () => change(afterKey(choice, key) ?? choice)]));
}

function useAttempt() {
  const [why, setWhy] = useState("");
  const [sending, setSending] = useState(false);
  const attempt = (deed: () => Promise<void>) => {
    setWhy("");
    setSending(true);
    deed()
      .catch((error: unknown) => setWhy(error instanceof ApiError ? error.message : String(error)))
      .finally(() => setSending(false));
  };
  return { why, sending, attempt };
}

function useUndo(last: Last | null, done: Done, attempt: (deed: () => Promise<void>) => void) {
  return () => {
    if (last === null) return;
    attempt(async () => {
      done(null, await takeBack(last.id));
    });
  };
}

/** How the item before went: only now, after the own label, may the model's reading be seen. */
function Before({ last, undo }: { last: Last | null; undo: () => void }) {
  const { t, name } = useWords();
  if (last === null) return null;
  const reading = last.review?.reading;
  const mine = last.review?.labels.find((label) => label.mine);
  const model = reading ? `${name("emotion", reading.emotion)} ${percent(reading.confidence)}%` : "–";
  const same = reading && mine ? (reading.emotion === mine.emotion ? "same" : "other") : null;
  return (
    <p className="label-last" role="status" data-testid="last">
      {last.review ? t("reviews.last", { mine: mine?.emotion ? name("emotion", mine.emotion) : t("reviews.untold"), model }) : t("reviews.last.skipped")}
      {same && <b className={`last-${same}`}>{t(`reviews.last.${same}`)}</b>}
      <button type="button" className="plain" onClick={undo}>{t("reviews.undo")} <kbd>U</kbd></button>
    </p>
  );
}

function Nothing({ last, done, again }: { last: Last | null; done: Done; again: () => void }) {
  const { t } = useWords();
  const { why, attempt } = useAttempt();
  const undo = useUndo(last, done, attempt);
  useKeys({ [UNDO_KEY]: undo });
  return (
    <>
      <Before last={last} undo={undo} />
      {why !== "" && <p role="alert" className="failed">{t("reviews.failed", { why })}</p>}
      <div className="notice" data-testid="no-reviews">
        <h2>{t("reviews.empty")}</h2>
        <p>{t("reviews.empty.text")}</p>
        <p>{t("reviews.empty.desk")}</p>
        <Button onClick={again}>{t("reviews.empty.again")}</Button>
      </div>
    </>
  );
}
