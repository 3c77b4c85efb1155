"""Receipt: what became of one event that was sent in."""

from dataclasses import dataclass
from enum import StrEnum


class ReceiptStatus(StrEnum):
    ACCEPTED = "accepted"
    """Kept durably; it will be worked off even if the process is killed now."""
    DUPLICATE = "duplicate"
    """Kept before under the same event id; nothing changed."""
    SET_ASIDE = "set_aside"
    """Cannot be read (garbled); counted, not kept."""
    REJECTED = "rejected"
    """Wrong in itself; ``detail`` says what and how to mend it."""


@dataclass(frozen=True, slots=True)
class Receipt:
    event_id: str
    status: ReceiptStatus
    detail: str = ""
