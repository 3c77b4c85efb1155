"""Wall: open conversations by tier, the load of teams, agents and channels, and what is on its way up. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from zhiyin.domain.alarm_handling import ALARM_FROM, AlarmState
from zhiyin.domain.rising import RISING
from zhiyin.domain.risk import Tier
from zhiyin.domain.tile import Tile
from zhiyin.domain.wall_view import Load, WallView

MOST_LOADS = 60
"""Teams, agents or channels told of; those with the most alarms first."""
MOST_RISING = 12


@dataclass(frozen=True, slots=True)
class WallFilter:
    """None: any. An empty team is that of conversations whose sender named none."""

    team: str | None = None
    channel: str | None = None
    scene: str | None = None

    def takes(self, tile: Tile) -> bool:
        return (
            (self.team is None or (tile.team or "") == self.team)
            and (self.channel is None or tile.channel == self.channel)
            and (self.scene is None or tile.scene == self.scene)
        )


def wall_of(tiles: Sequence[Tile], wanted: WallFilter | None = None, most: int = 500) -> WallView:
    """``most`` bounds the tiles of the view; everything else is about all that the filter takes."""
    shown = sorted(filter((wanted or WallFilter()).takes, tiles), key=urgency)
    waiting = [tile for tile in shown if tile.waiting_since is not None]
    rising = sorted((t for t in shown if is_rising(t)), key=lambda t: (-t.climb, -t.risk, t.ref))
    return WallView(
        open=len(shown),
        by_tier={tier: sum(t.tier is tier for t in shown) for tier in Tier},
        waiting=len(waiting),
        longest=min(waiting, key=lambda t: (t.waiting_since or 0, t.ref), default=None),
        teams=_loads(shown, lambda t: (t.team or "", "")),
        agents=_loads((t for t in shown if t.agent), lambda t: (t.agent or "", t.team or "")),
        channels=_loads(shown, lambda t: (t.channel, "")),
        rising=tuple(rising[:MOST_RISING]),
        tiles=tuple(shown[:most]),
        names={
            "team": _names(t.team or "" for t in tiles),
            "channel": _names(t.channel for t in tiles),
            "scene": _names(t.scene for t in tiles),
        },
    )


def is_rising(tile: Tile) -> bool:
    """On its way up, and at a tier of warning already: a climb far below any warning is no news."""
    return tile.tier is not Tier.NONE and tile.climb >= RISING


def urgency(tile: Tile) -> tuple[int, bool, float, int, str]:
    """For sorting, the most urgent first: tier, rising before not, risk, then the most recent."""
    return (-tile.tier.level, not is_rising(tile), -tile.risk, -tile.last_at, tile.ref.id)


def _loads(tiles: Iterable[Tile], key: Callable[[Tile], tuple[str, str]]) -> tuple[Load, ...]:
    groups: dict[tuple[str, str], list[Tile]] = defaultdict(list)
    for tile in tiles:
        groups[key(tile)].append(tile)
    loads = [_load(name, team, group) for (name, team), group in groups.items()]
    loads.sort(key=lambda load: (-load.alarms, -load.severe, -load.open, load.key, load.team))
    return tuple(loads[:MOST_LOADS])


def _load(key: str, team: str, tiles: Sequence[Tile]) -> Load:
    since = [t.waiting_since for t in tiles if t.waiting_since is not None]
    read = sum(t.read_turns for t in tiles)
    return Load(
        key=key,
        open=len(tiles),
        waiting=len(since),
        longest_since=min(since, default=None),
        negative=sum(t.negative_turns for t in tiles) / read if read else None,
        alarms=sum(t.alarm.level >= ALARM_FROM.level and t.alarm_state is AlarmState.OPEN for t in tiles),
        severe=sum(t.tier is Tier.SEVERE for t in tiles),
        team=team,
    )


def _names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values))[:MOST_LOADS])
