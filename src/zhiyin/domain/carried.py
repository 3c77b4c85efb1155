"""Carried: what the summaries must remember of a conversation to count its next turn. Each save writes it."""

from dataclasses import dataclass


@dataclass(slots=True)
class Carried:
    """Scene and channel are those of the first turn, ``team`` the latest one told. Times in ms since 1970 UTC.

    Changed turn by turn while turns are counted: a new one for each save would cost as much as the counting.
    """

    opened_at: int
    scene: str
    channel: str
    team: str = ""
    customer: bool = False
    reads: int = 0
    first_mood: float = 0.0
    """Mood after the first read turn, -1 to 1; ``mood`` is that after the latest."""
    mood: float = 0.0
    tier: int = 0
    """Level of the tier now, and the highest so far."""
    worst: int = 0
    waiting_since: int | None = None
    answers: int = 0
    longest_wait: int = 0
