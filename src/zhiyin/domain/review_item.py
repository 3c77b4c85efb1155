"""ReviewItem: one reading that people should look at, with what they said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.features import ContextTurn
from zhiyin.domain.label import Label
from zhiyin.domain.reading import Reading
from zhiyin.domain.text import SafeText


class Source(StrEnum):
    CORRECTION = "correction"
    """Somebody said that the reading is wrong."""
    UNSURE = "unsure"
    """Drawn from the readings that the model is unsure of."""
    SURE = "sure"
    """Drawn from the others, so that the model's accuracy can be measured without bias."""


class Standing(StrEnum):
    OPEN = "open"
    """Labels are still wanted."""
    AGREED = "agreed"
    DISPUTED = "disputed"
    """Labellers disagree: somebody else must decide."""
    SETTLED = "settled"
    """Decided after a dispute."""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """``chance``: probability with which it was drawn, 0-1; 0 for corrections, which are no sample of anything.

    ``before``: up to four turns before, oldest first. ``created_at`` in ms since 1970 UTC.
    """

    tenant: str
    id: str
    conversation: str
    event_id: str
    scene: str
    source: Source
    chance: float
    text: SafeText
    before: tuple[ContextTurn, ...]
    reading: Reading
    created_at: int
    standing: Standing = Standing.OPEN
    labels: tuple[Label, ...] = ()
    """One a person, in the order in which they came."""
    verdict: Label | None = None
    """Of a dispute."""

    @property
    def final(self) -> Label | None:
        """What counts: the verdict, or what all agree on (the mean strength, sarcasm if all say so); else None."""
        if self.standing is Standing.SETTLED:
            return self.verdict
        return merged(self.labels) if self.standing is Standing.AGREED else None


def standing_of(labels: Sequence[Label], verdict: Label | None, needed: int) -> Standing:
    """``needed``: how many labels an item wants."""
    if verdict is not None:
        return Standing.SETTLED
    if len(labels) < needed:
        return Standing.OPEN
    return Standing.AGREED if all(labels[0].says(label) for label in labels) else Standing.DISPUTED


def merged(labels: Sequence[Label]) -> Label:
    """Labels (at least one) that say the same, as one."""
    first = labels[0]
    strengths = [label.intensity for label in labels if label.intensity is not None]
    return Label(
        by="+".join(label.by for label in labels),
        at=max(label.at for label in labels),
        emotion=first.emotion,
        polarity=first.polarity,
        intensity=sum(strengths) / len(strengths) if strengths else None,
        sarcasm=all(label.sarcasm for label in labels),
    )
