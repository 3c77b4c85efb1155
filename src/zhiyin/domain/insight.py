"""Insight: what a stretch of time looks like on the page: grids, a course, figures beside those before."""

from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.mood_summary import MoodSummary
from zhiyin.domain.share import Share
from zhiyin.domain.themes import TopicSummary, WordSummary

FEWEST_READ = 10
"""Fewer readings than this say nothing of a share: even 5 of 9 may be anything from 27 to 81 % (Wilson, 95 %)."""


class Grid(StrEnum):
    HOUR_CHANNEL = "hour_channel"
    WEEKDAY_SCENE = "weekday_scene"
    WEEKDAY_HOUR = "weekday_hour"


class Step(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class GridCell:
    """``column`` is an hour of the day (0-23), ``row`` a channel, scene or weekday (0 is Monday); as the grid says."""

    row: str
    column: int
    moods: MoodSummary


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Cells without any turn are left out. Rows in the order in which they are shown."""

    grid: Grid
    rows: tuple[str, ...]
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """``points``: (beginning of the step in ms since 1970 UTC, its sums), those without any turn included."""

    step: Step
    points: tuple[tuple[int, MoodSummary], ...]
    total: MoodSummary
    before: MoodSummary
    """Over the time of the same length just before."""


@dataclass(frozen=True, slots=True)
class Insight:
    """All that an export holds; times in ms since 1970 UTC, ``until`` excluded."""

    since: int
    until: int
    grids: tuple[HeatMap, ...]
    course: Course
    topics: tuple[TopicSummary, ...]
    words: tuple[WordSummary, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``of``; the share with its interval is None of nothing."""

    hits: int
    of: int
    share: Share | None


@dataclass(frozen=True, slots=True)
class WaitFigures:
    """Seconds, off by ``waits.ERROR`` of themselves at most; None where nobody was answered."""

    answered: int
    median_s: float | None
    p90_s: float | None


@dataclass(frozen=True, slots=True)
class Kpi:
    """Of the conversations that began in a stretch of time."""

    conversations: int
    improved: Rate
    """Of conversations with two read turns: the mood at the end is better than after the first."""
    resolved: Rate
    """Of conversations that were ever at tier moderate or severe: ended calm."""
    warned: Rate
    """Of conversations with a customer: reached any tier of warning."""
    first_answer: WaitFigures
    answers: WaitFigures
