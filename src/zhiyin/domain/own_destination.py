"""OwnDestination: a destination that an administrator added while the service runs."""

from dataclasses import dataclass

from zhiyin.domain.risk import Tier

MOST_OWN = 50
"""Destinations that a tenant may add."""


@dataclass(frozen=True, slots=True)
class OwnDestination:
    """``url`` is an address or, as each of ``secrets``, a reference (``env:NAME``, ``file:PATH``): no secret is kept.

    ``secrets``: the newest first. ``kinds`` and ``scenes`` empty: all. ``per_minute`` None: as is usual for the hand.
    """

    name: str
    hand: str
    url: str
    secrets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    min_tier: Tier = Tier.NONE
    scenes: tuple[str, ...] = ()
    per_minute: int | None = None
