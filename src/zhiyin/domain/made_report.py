"""MadeReport: a report of one period, from the order to the finished files."""

from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.report_schedule import ReportFormat, ReportPlan

MOST_ATTEMPTS = 3
"""A report that could not be made so often is given up; making it anew by hand starts over."""


class ReportStatus(StrEnum):
    WAITING = "waiting"
    """Ordered, or being made: a process that dies leaves it so, and the next one makes it."""
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """The period [``since``, ``until``) in ms since 1970 UTC. ``schedule`` is empty for one asked for by hand.

    The id of a scheduled one is made from schedule and period, so that a period is reported once.
    """

    tenant: str
    id: str
    name: str
    plan: ReportPlan
    since: int
    until: int
    schedule: str
    ordered_by: str
    ordered_at: int


@dataclass(frozen=True, slots=True)
class ReportFile:
    """``size`` in bytes; ``digest``: hex SHA-256 of the content."""

    format: ReportFormat
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class MadeReport:
    order: ReportOrder
    status: ReportStatus = ReportStatus.WAITING
    attempts: int = 0
    next_at: int = 0
    """While waiting: not before this moment (ms since 1970 UTC)."""
    made_at: int | None = None
    headline: str = ""
    files: tuple[ReportFile, ...] = ()
    error: str = ""
