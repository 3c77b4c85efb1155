"""ReportSchedule: what report is made by itself, when, of what, in which form, and who gets it."""

from dataclasses import dataclass
from enum import StrEnum


class PeriodKind(StrEnum):
    DAY = "day"
    WEEK = "week"
    """Monday to Sunday (ISO 8601)."""
    MONTH = "month"


class ReportFormat(StrEnum):
    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class ReportScope:
    """Which conversations a report tells of; an empty field: all."""

    scene: str = ""
    channel: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """What a report is to be, whoever asks for it."""

    kind: PeriodKind
    zone: str
    """Name of the time zone its days are counted in, such as ``Asia/Shanghai``."""
    scope: ReportScope = ReportScope()
    language: str = "zh"
    """``zh`` or ``en``."""
    formats: tuple[ReportFormat, ...] = tuple(ReportFormat)
    """HTML is always made: the console shows it."""
    mail_to: tuple[str, ...] = ()
    """Addresses that are sent the report."""
    webhooks: tuple[str, ...] = ()
    """Names of configured webhook destinations that are told of it."""


@dataclass(frozen=True, slots=True)
class ReportSchedule:
    """``at_minute``: minute of the day (0-1439), in the plan's zone, at which the period before is reported."""

    tenant: str
    id: str
    name: str
    plan: ReportPlan
    at_minute: int
    enabled: bool
    next_at: int | None = None
    """When it is due next, in ms since 1970 UTC; None while it is off."""
    last_at: int | None = None
    """When it was due last."""
