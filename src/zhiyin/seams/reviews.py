"""Reviews: corrections of readings, and the queue in which people label turns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from zhiyin.domain.correction import Correction
from zhiyin.domain.label import Label
from zhiyin.domain.reading import Emotion
from zhiyin.domain.review_item import ReviewItem, Source, Standing
from zhiyin.domain.utterance import ConversationRef

Stratum = tuple[Source, str, Emotion]
"""Source, scene, and the emotion that the model read."""


@dataclass(frozen=True, slots=True)
class ReviewQuery:
    """Newest first; empty ``standings``: all."""

    tenant: str
    standings: tuple[Standing, ...] = ()
    source: Source | None = None
    scene: str | None = None
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ReviewClaim:
    """Times in ms; ``until``: how long others are not given the item. ``source`` and ``scene`` narrow the choice."""

    tenant: str
    by: str
    now: int
    until: int
    source: Source | None = None
    scene: str | None = None


class Reviews(Protocol):
    async def correct(self, correction: Correction) -> None:
        """Keep it; it replaces the same person's earlier one of the same turn."""

    async def withdraw_correction(self, ref: ConversationRef, event_id: str, by: str) -> bool:
        """False: there is none."""

    async def corrections(self, ref: ConversationRef) -> list[Correction]:
        """Of a conversation, oldest first."""

    async def keep_reviews(self, items: Sequence[ReviewItem]) -> list[bool]:
        """Put items into the queue; False: it is there already and stays as it was."""

    async def review(self, tenant: str, item: str) -> ReviewItem | None: ...

    async def reviews(self, query: ReviewQuery) -> list[ReviewItem]: ...

    async def claim_review(self, claim: ReviewClaim) -> ReviewItem | None:
        """The next open item that the person has neither labelled nor skipped and nobody else holds.

        Corrections first, then items that others have begun, then the oldest.
        """

    async def label_review(self, tenant: str, item: str, label: Label, needed: int) -> ReviewItem:
        """The item with the label. NotFoundError; ConflictError if it is no longer open or the person labelled it."""

    async def unlabel_review(self, tenant: str, item: str, by: str, needed: int) -> ReviewItem:
        """Take the person's own label or skip back. NotFoundError: there is none; ConflictError: it is settled."""

    async def skip_review(self, tenant: str, item: str, by: str, at: int) -> None:
        """The person is not given it again. NotFoundError."""

    async def settle_review(self, tenant: str, item: str, verdict: Label) -> ReviewItem:
        """NotFoundError; ConflictError if it is not disputed, or by one of its labellers."""

    async def review_counts(self, tenant: str) -> Mapping[Standing, int]:
        """Every standing is named."""

    async def reviews_left(self, tenant: str, by: str) -> int:
        """Open items that the person has neither labelled nor skipped."""

    async def labelled_since(self, tenant: str, by: str, since: int) -> int:
        """How many labels the person gave from that moment (ms) on."""

    async def drawn_since(self, since: int) -> Mapping[tuple[str, Stratum], int]:
        """(tenant, stratum) -> how many items came into the queue from that moment (ms) on."""
