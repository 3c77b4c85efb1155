"""Shapes of business outcomes: what came back after conversations."""

from datetime import datetime

from zhiyin.domain.business_outcome import OutcomeKind
from zhiyin.domain.outcome_receipt import OutcomeStatus
from zhiyin.web.api.shapes import Shape


class OutcomeReceiptShape(Shape):
    """``revision`` counts from 1; 0 where nothing was kept."""

    id: str
    status: OutcomeStatus
    revision: int
    detail: str = ""


class OutcomeReceiptsShape(Shape):
    """One result per outcome, in order; ``accepted`` counts those that changed something."""

    results: list[OutcomeReceiptShape]
    accepted: int


class OutcomeShape(Shape):
    """One revision. ``current``: the newest of its id; it counts unless ``withdrawn``. ``customer`` is a pseudonym."""

    id: str
    revision: int
    current: bool
    withdrawn: bool
    conversation: str | None
    customer: str | None
    kind: OutcomeKind
    value: float | None
    bad: bool
    at: datetime
    received_at: datetime
    text: str | None


class OutcomesShape(Shape):
    """All revisions, newest receipt first."""

    outcomes: list[OutcomeShape]
