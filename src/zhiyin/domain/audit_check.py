"""AuditCheck: what came of walking the chain of the operation log."""

from dataclasses import dataclass
from enum import StrEnum


class Broken(StrEnum):
    """Why the chain does not hold, at one entry."""

    CHANGED = "changed"
    """The entry no longer says what it was sealed with."""
    MISSING = "missing"
    """Entries before this one are gone."""
    FOREIGN = "foreign"
    """It does not follow upon the entry before it: one was put in, or a part was exchanged."""
    TRUNCATED = "truncated"
    """The log ends before its head: the latest entries are gone."""
    APPENDED = "appended"
    """The log goes on after its head: entries were put in past the writer."""
    HEAD = "head"
    """The head itself was changed, or is gone."""
    UNSEALED = "unsealed"
    """An entry without the key follows upon one with it."""
    OTHER_KEY = "other_key"
    """Sealed by a key that this service does not have."""
    ANCHOR = "anchor"
    """The entry differs from what was noted outside."""


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """``entries`` were looked at, from ``first`` to ``last``; ``head`` is the digest of the last one.

    ``broken_at`` is the sequence number of the first entry that does not hold; None: the chain is whole. ``sealed``
    entries are protected by a key; the others only by the chain.
    """

    entries: int
    first: int
    last: int
    head: str
    sealed: int
    keyed: bool
    """Whether this service has a key."""
    broken_at: int | None = None
    why: Broken | None = None

    @property
    def whole(self) -> bool:
        return self.broken_at is None
