"""Shapes of corrections, hand-over and the review queue."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.review_item import Source, Standing
from zhiyin.domain.utterance import Role
from zhiyin.web.api.shapes import ReadingShape, Shape, Share, Signed
from zhiyin.web.api.warning_shapes import IntervalShape

NOTE = 500
"""Characters of a note, at most."""
Note = Annotated[str, Field(default="", max_length=NOTE, description="kept masked")]


class CorrectionIn(Shape):
    """``polarity`` left out: the usual one of the emotion."""

    emotion: Emotion
    polarity: Polarity | None = None
    note: Note


class CorrectionShape(Shape):
    """``mine``: made by the caller."""

    event_id: str
    by: str
    mine: bool
    at: datetime
    emotion: Emotion
    polarity: Polarity
    note: str


class CorrectionsShape(Shape):
    """Oldest first; of one turn there is at most one a person."""

    corrections: list[CorrectionShape]


class SectionShape(Shape):
    title: str
    lines: list[str]


class HandoverShape(Shape):
    """``text`` is ready to be pasted; ``made`` says how it came about."""

    sections: list[SectionShape]
    made: str
    text: str


class DeskShape(Shape):
    """``embed_origins``: pages that may hold the console in a frame and are told of inserted replies."""

    embed_origins: list[str]


class LabelIn(Shape):
    """``emotion`` null: it cannot be told. ``polarity`` left out: the usual one of the emotion."""

    emotion: Emotion | None
    polarity: Polarity | None = None
    strength: Annotated[int | None, Field(ge=0, le=2, description="weak, clear, strong")] = None
    sarcasm: bool = False
    note: Note


class LabelShape(Shape):
    by: str
    mine: bool
    at: datetime
    emotion: Emotion | None
    polarity: Polarity | None
    intensity: Share | None
    sarcasm: bool
    note: str


class BeforeShape(Shape):
    role: Role
    text: str


class ReviewShape(Shape):
    """``labels``: the caller's own, and all once no more are wanted.

    ``reading``, ``source`` and ``chance`` are null while they are to stay unseen. ``final``: what counts, as soon as
    labellers agree or somebody has decided.
    """

    id: str
    conversation: str
    event_id: str
    scene: str
    source: Source | None
    chance: Share | None
    standing: Standing
    text: str
    before: list[BeforeShape]
    reading: ReadingShape | None
    labels: list[LabelShape]
    labelled: int
    final: LabelShape | None
    created_at: datetime


class ProgressShape(Shape):
    """``today``: labels the caller gave since midnight in China; ``left``: open items the caller can still label."""

    today: int
    left: int
    by_standing: dict[Standing, int]
    needed: int
    blind: bool


class ReviewsShape(Shape):
    reviews: list[ReviewShape]
    next_offset: int | None
    progress: ProgressShape


class NextReviewShape(Shape):
    """``review`` is null when nothing is left for the caller; others are not given it until ``held_until``."""

    review: ReviewShape | None
    held_until: datetime | None
    progress: ProgressShape


class KappaShape(Shape):
    """Cohen's kappa with its 95 % interval; null where chance alone would agree always."""

    value: Signed | None
    low: Signed | None
    high: Signed | None


class PairShape(Shape):
    """``enough`` false: fewer than 30 items."""

    first: str
    second: str
    items: int
    same: IntervalShape | None
    emotion: KappaShape
    polarity: KappaShape
    enough: bool


class NameShape(Shape):
    """Of items that one of two labellers called so (``either``): how many (``both``) the other called so too."""

    name: str
    both: int
    either: int
    share: IntervalShape | None
    enough: bool


class AgreementShape(Shape):
    """``alpha_*``: Krippendorff's alpha over all labellers, at most 1. ``seen``: items looked at, newest first."""

    items: int
    labellers: int
    alpha_emotion: float | None
    alpha_polarity: float | None
    pairs: list[PairShape]
    emotions: list[NameShape]
    enough: bool
    seen: int


class WeightedShape(Shape):
    """A share of all readings, each drawn item weighed by 1 / its chance; ``effective``: sample size it is worth."""

    value: Share
    low: Share
    high: Share
    items: int
    effective: float


class ModelAccuracyShape(Shape):
    """``sure`` and ``unsure``: the emotion, where the model was and was not sure. ``enough`` false: under 30 items."""

    model: str
    items: int
    untold: int
    emotion: WeightedShape | None
    polarity: WeightedShape | None
    sure: WeightedShape | None
    unsure: WeightedShape | None
    enough: bool


class AccuracyShape(Shape):
    """One entry a model, the one read with last first. ``disputed``: items that nobody has decided yet; left out."""

    models: list[ModelAccuracyShape]
    disputed: int
    seen: int
