"""Shapes of the reports: schedules, orders, what was made, and its way to the recipients."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.made_report import ReportStatus
from zhiyin.domain.report_delivery import ReportWay
from zhiyin.domain.report_schedule import PeriodKind, ReportFormat
from zhiyin.web.api.shapes import Shape

MOST_RECIPIENTS = 20

Named = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]
Mail = Annotated[str, StringConstraints(strip_whitespace=True, max_length=320, pattern=r'^[^\s@<>,;"]+@[^\s@<>,;"]+$')]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""``HH:MM``."""


class ReportPlanShape(Shape):
    """``time_zone`` empty: the site's. Empty ``scene``, ``channel``, ``team``: all of them. HTML is always made."""

    period: PeriodKind
    time_zone: Annotated[str, StringConstraints(max_length=64)] = ""
    scene: Named = ""
    channel: Named = ""
    team: Named = ""
    language: Literal["zh", "en"] = "zh"
    formats: Annotated[list[ReportFormat], Field(max_length=4, default_factory=lambda: [*ReportFormat])]
    mail_to: Annotated[list[Mail], Field(max_length=MOST_RECIPIENTS, default_factory=list)]
    webhooks: Annotated[list[Named], Field(max_length=MOST_RECIPIENTS, default_factory=list)]


class ReportScheduleBody(ReportPlanShape):
    """``at``: when the period before is reported, on the clocks of the time zone."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    at: Clock = "08:00"
    enabled: bool = True


class ReportScheduleShape(ReportScheduleBody):
    """``preset``: one of the three that are always there; deleting it puts it back to what it was."""

    id: str
    preset: bool
    next_at: datetime | None
    last_at: datetime | None


class ReportSchedulesShape(Shape):
    """``mail``: whether mail is configured; ``webhooks``: destinations that reports may be sent to."""

    schedules: list[ReportScheduleShape]
    mail: bool
    webhook_names: list[str]
    time_zone: str


class ReportOrderBody(ReportPlanShape):
    """``day`` lies in the period that is wanted; none: the last period that is over."""

    day: date | None = None
    name: Named = ""


class ReportFileShape(Shape):
    """``size`` in bytes; ``sha256`` of the content in hex."""

    format: ReportFormat
    size: int
    sha256: str


class ReportDeliveryShape(Shape):
    id: str
    way: ReportWay
    target: str
    status: DeliveryStatus
    attempts: int
    next_at: datetime | None
    settled_at: datetime | None
    error: str


class MadeReportShape(Shape):
    """``first`` and ``last``: days of the period. ``stage`` while it waits: ``reading``, ``writing`` or ''."""

    id: str
    title: str
    name: str
    period: PeriodKind
    first: date
    last: date
    time_zone: str
    scene: str
    channel: str
    team: str
    language: str
    schedule: str
    ordered_by: str
    ordered_at: datetime
    status: ReportStatus
    stage: str
    made_at: datetime | None
    headline: str
    files: list[ReportFileShape]
    deliveries: list[ReportDeliveryShape]
    error: str


class MadeReportsShape(Shape):
    reports: list[MadeReportShape]
