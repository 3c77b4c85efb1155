"""OutcomeReceipt: what became of one business outcome that was sent in."""

from dataclasses import dataclass
from enum import StrEnum


class OutcomeStatus(StrEnum):
    ACCEPTED = "accepted"
    """New, and kept durably."""
    CORRECTED = "corrected"
    """Known under this id with other content; this is now its newest revision."""
    WITHDRAWN = "withdrawn"
    """Taken back; it no longer counts."""
    DUPLICATE = "duplicate"
    """The newest revision says the same; nothing changed."""
    REJECTED = "rejected"
    """Wrong in itself; ``detail`` says what and how to mend it."""


@dataclass(frozen=True, slots=True)
class OutcomeReceipt:
    """``revision`` counts from 1; 0 where nothing is kept. ``detail`` may also say what of an accepted one was left."""

    id: str
    status: OutcomeStatus
    revision: int = 0
    detail: str = ""
