/** The words that are labelled, large, with what was said before them. */
import type { Review } from "../api/types";
import { useWords } from "../i18n";

export function Said({ review }: { review: Review }) {
  const { t, name } = useWords();
  return (
    <div className="said">
      <h2 className="unseen">{t("reviews.before")}</h2>
      {review.before.length === 0 && <p className="quiet">{t("reviews.before.none")}</p>}
      <ul className="said-before">
        {review.before.map(({ role, text }, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- turns before never change
          <li key={place} className={`said-${role}`}>
            <span>{name("role", role)}</span>
            <p>{text}</p>
          </li>
        ))}
      </ul>
      <h2 className="unseen">{t("reviews.said")}</h2>
      <blockquote className="said-now" data-testid="said">{review.text}</blockquote>
    </div>
  );
}
