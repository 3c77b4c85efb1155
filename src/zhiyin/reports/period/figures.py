"""PeriodFigures: all that a report is made from. Sums that add up, a few cases, nothing to look up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zhiyin.domain.mood_summary import MoodSummary
from zhiyin.domain.report_schedule import ReportScope
from zhiyin.domain.themes import TopicSummary, WordSummary
from zhiyin.domain.warning_report import WarningReport
from zhiyin.reports.period.calendar import Span


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """One period. ``hours`` by weekday (0 is Monday) and hour (0-23) on the clocks of the report's zone."""

    whole: MoodSummary = field(default_factory=MoodSummary)
    days: Mapping[date, MoodSummary] = field(default_factory=dict)
    hours: Mapping[tuple[int, int], MoodSummary] = field(default_factory=dict)
    channels: Mapping[str, MoodSummary] = field(default_factory=dict)
    scenes: Mapping[str, MoodSummary] = field(default_factory=dict)
    teams: Mapping[str, MoodSummary] = field(default_factory=dict)
    topics: tuple[TopicSummary, ...] = ()
    words: tuple[WordSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """Masked words of one customer turn, and where they stand."""

    conversation: str
    text: str
    at: int
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation worth reading. Risks in 0-1: the highest it reached and the one it ended with."""

    conversation: str
    scene: str
    channel: str
    opened_at: int
    turns: int
    highest: float
    last: float
    ended_badly: bool
    words: str
    """The masked customer turn that says most of it; empty where none was read."""


@dataclass(frozen=True, slots=True)
class ReportInput:
    """``warnings`` None: they were not asked for. ``console``: the console's address for links; empty: unknown."""

    span: Span
    scope: ReportScope
    name: str
    now: PeriodFigures
    before: PeriodFigures
    warnings: WarningReport | None = None
    said: tuple[Said, ...] = ()
    worst: tuple[Case, ...] = ()
    turned: tuple[Case, ...] = ()
    uncounted: int = 0
    """Conversations of the store that the sums do not hold yet."""
    models: tuple[str, ...] = ()
    version: str = ""
    made_at: int = 0
    console: str = ""
