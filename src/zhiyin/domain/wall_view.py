"""WallView: what a wall shows of all open conversations together."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhiyin.domain.risk import Tier
from zhiyin.domain.tile import Tile


@dataclass(frozen=True, slots=True)
class Load:
    """Open conversations of one team, agent or channel. ``longest_since``: since when (ms) the first one waits.

    ``negative`` is the share (0-1) of their customers' turns that are negative, None before one was read; ``alarms``
    are those that nobody has taken. ``key`` is empty where the sender names none; ``team`` is that of an agent.
    """

    key: str
    open: int
    waiting: int
    longest_since: int | None
    negative: float | None
    alarms: int
    severe: int
    team: str = ""


@dataclass(frozen=True, slots=True)
class WallView:
    """``tiles`` are those with the highest risk; ``open`` counts all. ``names`` are what can be filtered by."""

    open: int
    by_tier: Mapping[Tier, int]
    waiting: int
    longest: Tile | None
    teams: tuple[Load, ...]
    agents: tuple[Load, ...]
    channels: tuple[Load, ...]
    rising: tuple[Tile, ...]
    tiles: tuple[Tile, ...]
    names: Mapping[str, tuple[str, ...]]
