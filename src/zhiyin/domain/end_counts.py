"""EndCounts: what became of conversations, of those that were warned of and of the others. Whole numbers that add up.

So neither the order of the conversations nor the way they are split up changes anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from zhiyin.domain.alarm import Alarm
from zhiyin.domain.risk import Tier
from zhiyin.domain.talk_end import TalkEnd
from zhiyin.domain.warning_report import WARNING_TIERS

MILLION = 1_000_000
TENTHS = 10


@dataclass(slots=True)
class TierCounts:
    """Conversations that were warned of at a tier. Leads of the hits by how often: turns, and seconds (``coarse``)."""

    warned: int = 0
    hits: int = 0
    lead_turns: dict[int, int] = field(default_factory=dict)
    lead_s: dict[int, int] = field(default_factory=dict)

    def merge(self, other: "TierCounts") -> None:
        self.warned += other.warned
        self.hits += other.hits
        _add(self.lead_turns, other.lead_turns)
        _add(self.lead_s, other.lead_s)


@dataclass(slots=True)
class TenthCounts:
    """``predicted`` is the sum of final risks, in millionths."""

    known: int = 0
    bad: int = 0
    predicted: int = 0

    def merge(self, other: "TenthCounts") -> None:
        self.known += other.known
        self.bad += other.bad
        self.predicted += other.predicted


@dataclass(slots=True)
class EndCounts:
    """Of conversations whose end is known. ``tiers`` by ``WARNING_TIERS``, ``tenths`` by tenth of the final risk."""

    known: int = 0
    bad: int = 0
    tiers: tuple[TierCounts, ...] = field(default_factory=lambda: tuple(TierCounts() for _ in WARNING_TIERS))
    tenths: dict[int, TenthCounts] = field(default_factory=dict)

    def add(self, end: TalkEnd) -> None:
        bad = end.bad_at is not None
        self.known += 1
        self.bad += bad
        tenth = self.tenths.setdefault(min(TENTHS - 1, int(end.risk * TENTHS)), TenthCounts())
        tenth.merge(TenthCounts(1, int(bad), round(end.risk * MILLION)))
        for tier, counts in zip(WARNING_TIERS, self.tiers, strict=True):
            alarm = first_alarm(end.alarms, tier)
            if alarm is None:
                continue
            counts.warned += 1
            if end.bad_at is not None:
                counts.hits += 1
                _add(counts.lead_turns, {end.turns - alarm.turn: 1})
                _add(counts.lead_s, {coarse((end.bad_at - alarm.at) // 1000): 1})

    def merge(self, other: "EndCounts") -> None:
        self.known += other.known
        self.bad += other.bad
        for mine, theirs in zip(self.tiers, other.tiers, strict=True):
            mine.merge(theirs)
        for n, tenth in other.tenths.items():
            self.tenths.setdefault(n, TenthCounts()).merge(tenth)


def first_alarm(alarms: Iterable[Alarm], tier: Tier) -> Alarm | None:
    """The first alarm of this tier or a higher one: what jumps to severe has reached the tiers below too."""
    reached = [a for a in alarms if a.tier.level >= tier.level]
    return min(reached, key=lambda a: (a.turn, a.at, a.tier.level), default=None)


def coarse(seconds: int) -> int:
    """Two significant digits (at most 5 % off), so that a histogram of any length of time stays small."""
    return int(round(seconds, -max(0, len(str(abs(seconds))) - 2)))


def _add(mine: dict[int, int], theirs: dict[int, int]) -> None:
    for value, count in theirs.items():
        mine[value] = mine.get(value, 0) + count
