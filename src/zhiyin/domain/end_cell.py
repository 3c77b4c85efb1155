"""EndCell: how conversations that began on one day ended, in one scene and channel."""

from dataclasses import dataclass, field
from datetime import timedelta

from zhiyin.domain.end_counts import EndCounts
from zhiyin.domain.talk_end import TalkEnd

DAY_MS = 86_400_000
_CHINA_MS = timedelta(hours=8) // timedelta(milliseconds=1)


def china_day(at: int) -> int:
    """Beginning of the day in Chinese time (which knows no summer time); both in ms since 1970 UTC."""
    return (at + _CHINA_MS) // DAY_MS * DAY_MS - _CHINA_MS


@dataclass(slots=True)
class EndCell:
    """``day`` is where it begins in Chinese time, in ms since 1970 UTC; ``began``: all conversations that began."""

    day: int
    scene: str
    channel: str
    began: int = 0
    ends: EndCounts = field(default_factory=EndCounts)
    """Of those whose end is known."""

    def add(self, ends: EndCounts, known: bool | None) -> None:
        """More conversations of this cell."""
        self.began += ends.known
        if known:
            self.ends.merge(ends)


@dataclass(frozen=True, slots=True)
class EndRule:
    """Which ends are known: those with outcomes, and those without any whose last event came up to ``silent_until``.

    In ms since 1970 UTC; None: without outcomes nothing is known.
    """

    silent_until: int | None = None

    def known(self, end: TalkEnd) -> bool:
        return end.told or (self.silent_until is not None and end.last_at <= self.silent_until)
