"""SentOutcome: a business outcome as it was sent in, before it is checked and masked."""

from dataclasses import dataclass

from zhiyin.domain.text import RawText


@dataclass(frozen=True, slots=True)
class SentOutcome:
    """Nothing in it has been checked. ``at`` is in milliseconds since 1970 UTC; ``value`` in stars.

    ``bad`` None: it follows from kind and value. One that is ``withdrawn`` may leave out all but its id.
    """

    tenant: str
    id: str
    kind: str = ""
    at: int | None = None
    conversation: str = ""
    customer: RawText | None = None
    """The sender's own reference; only its pseudonym is kept."""
    value: float | None = None
    bad: bool | None = None
    withdrawn: bool = False
    text: RawText | None = None
