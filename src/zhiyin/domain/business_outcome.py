"""BusinessOutcome: what came back after a conversation: a rating, a complaint, a customer who left."""

from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.text import SafeText

BAD_STARS = 2.0
"""Up to this many of 5 stars a rating is bad: on the usual CSAT scale of 1 to 5 the answers 1 and 2 are "very
dissatisfied" and "dissatisfied", 4 and 5 count as satisfied, and 3 is neither."""
LINK_WITHIN_MS = 30 * 24 * 3600 * 1000
"""How long after a conversation began an outcome that names only the customer may still be its outcome."""


class OutcomeKind(StrEnum):
    RATING = "rating"
    REVIEW = "review"
    COMPLAINT = "complaint"
    REFUND = "refund"
    REPURCHASE = "repurchase"
    CHURN = "churn"

    @property
    def has_stars(self) -> bool:
        """Whether a value in stars belongs to it."""
        return self in (OutcomeKind.RATING, OutcomeKind.REVIEW)


@dataclass(frozen=True, slots=True)
class BusinessOutcome:
    """One revision of what was reported under ``id``. It names a conversation, or else a customer, or both.

    A later revision corrects the earlier ones; the newest counts, unless it is ``withdrawn``.
    """

    tenant: str
    id: str
    conversation: str | None
    customer: str | None
    """Pseudonym, see ``CustomerRef``."""
    kind: OutcomeKind
    value: float | None
    """Stars, 1-5; None where the kind has none or none were given."""
    bad: bool
    at: int
    """When it happened, as the sender says: milliseconds since 1970 UTC."""
    revision: int = 1
    withdrawn: bool = False
    text: SafeText | None = None


def is_bad(kind: OutcomeKind, value: float | None) -> bool:
    """Whether an outcome is a bad end by itself, where its sender does not say.

    Complaint and churn are; ratings and reviews up to ``BAD_STARS``; refund and repurchase are not: many refunds are
    good service.
    """
    if kind in (OutcomeKind.COMPLAINT, OutcomeKind.CHURN):
        return True
    return kind.has_stars and value is not None and value <= BAD_STARS
