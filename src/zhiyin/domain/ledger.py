"""Ledger: what a step adds to the summaries and takes from them, as signed counts by cell."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeVar

from zhiyin.domain.themes import WordTurn

K = TypeVar("K")

CellKey = tuple[str, int, str, str, str]
"""Tenant, beginning of the hour (ms since 1970 UTC), scene, channel, team."""
WaitKey = tuple[str, int, str, str, str, str, int]
"""Tenant, beginning of the day in the site's time zone, scene, channel, team, name of the waits, bucket."""
ThemeKey = tuple[str, int, str, str]
"""Tenant, beginning of the day in the site's time zone, scene, topic or word."""


@dataclass(slots=True)
class Ledger:
    """Plain sums: booking several ledgers in any order is booking their sum."""

    moods: dict[CellKey, Counter[str]] = field(default_factory=dict)
    """By names of ``mood_summary.COLUMNS``."""
    waits: Counter[WaitKey] = field(default_factory=Counter)
    topics: dict[ThemeKey, Counter[str]] = field(default_factory=dict)
    """By names of ``TopicSummary``."""
    words: dict[ThemeKey, Counter[str]] = field(default_factory=dict)
    """By names of ``WordSummary``."""
    said: list[WordTurn] = field(default_factory=list)
    """Where the words were said; not signed: those of a conversation are dropped before it is counted anew."""

    def add(self, other: "Ledger", sign: int = 1) -> None:
        """Add what ``other`` counted, or with ``sign`` -1 take it away."""
        _add_all(self.moods, other.moods, sign)
        _add_all(self.topics, other.topics, sign)
        _add_all(self.words, other.words, sign)
        for key, count in other.waits.items():
            self.waits[key] += sign * count
        if sign > 0:
            self.said.extend(other.said)

    def nonzero(self) -> "Ledger":
        """The same without zeros: equal counts are then equal ledgers, whichever way they came about."""
        return Ledger(
            _nonzero(self.moods),
            Counter({key: count for key, count in self.waits.items() if count}),
            _nonzero(self.topics),
            _nonzero(self.words),
            sorted(self.said, key=lambda w: (w.tenant, w.conversation, w.event_id, w.word)),
        )


def _add_all(mine: dict[K, Counter[str]], theirs: dict[K, Counter[str]], sign: int) -> None:
    for key, counts in theirs.items():
        cell = mine.get(key)
        if cell is None:
            cell = mine[key] = Counter()
        for name, count in counts.items():
            cell[name] += sign * count


def _nonzero(cells: dict[K, Counter[str]]) -> dict[K, Counter[str]]:
    kept = {key: Counter({n: c for n, c in counts.items() if c}) for key, counts in cells.items()}
    return {key: counts for key, counts in kept.items() if counts}
