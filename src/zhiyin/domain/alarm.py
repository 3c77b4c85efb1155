"""Alarm: the first moment at which a conversation reached a tier of risk."""

from dataclasses import dataclass

from zhiyin.domain.risk import Tier


@dataclass(frozen=True, slots=True)
class Alarm:
    """``at`` is in milliseconds since 1970 UTC, ``turn`` the state's ``turns`` then, ``probability`` lies in 0-1."""

    tier: Tier
    at: int
    turn: int
    probability: float
