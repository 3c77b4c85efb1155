"""Phrase: what no agent should say, why, what to say instead; and where it was found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BannedPhrase:
    """``phrase`` and ``exceptions`` may hold ``*``: at most 8 characters within a clause.

    An exception is a longer, harmless saying with the phrase in it (第一时间 beside 第一).
    """

    phrase: str
    kind: str
    reason: str
    mend: str
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnPhrase:
    """One that a tenant has added; ``at`` in ms since 1970 UTC."""

    tenant: str
    id: str
    banned: BannedPhrase
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class PhraseFinding:
    """``start`` and ``end``: half-open, in code points of the text that was searched."""

    start: int
    end: int
    kind: str
    phrase: str
    reason: str
    mend: str
