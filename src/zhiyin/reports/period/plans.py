"""Plans: the schedules that are always there, when they are due, and what they order. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from zhiyin.domain.made_report import MadeReport, ReportOrder
from zhiyin.domain.report_delivery import ReportDelivery, ReportWay
from zhiyin.domain.report_schedule import PeriodKind, ReportFormat, ReportPlan, ReportSchedule
from zhiyin.reports.period.calendar import due_after, last_complete, span_at
from zhiyin.reports.period.wording import Wording

PRESETS: Mapping[str, tuple[PeriodKind, str, int]] = {
    "daily": (PeriodKind.DAY, "日报", 8 * 60),
    "weekly": (PeriodKind.WEEK, "周报", 8 * 60 + 10),
    "monthly": (PeriodKind.MONTH, "月报", 8 * 60 + 20),
}
"""Id -> kind, name, minute of the day. Off until somebody turns them on: nothing is made or sent unasked."""
BY_SCHEDULE = "schedule"
_MOST_MISSED = 4_000
"""Due moments that are passed over after a long stop: ten years of days."""


def presets(tenant: str, zone: str) -> dict[str, ReportSchedule]:
    return {
        name: ReportSchedule(tenant, name, title, ReportPlan(kind, zone), at, enabled=False)
        for name, (kind, title, at) in PRESETS.items()
    }


def scheduled(schedule: ReportSchedule, now: int) -> ReportSchedule:
    """The same with the moment it is due next after ``now`` (ms since 1970 UTC), or none while it is off."""
    plan = schedule.plan
    next_at = due_after(plan.kind, schedule.at_minute, now, plan.zone) if schedule.enabled else None
    return replace(schedule, next_at=next_at)


def due_order(schedule: ReportSchedule, now: int) -> tuple[ReportOrder, ReportSchedule]:
    """What a schedule that is due orders, and the schedule as it goes on.

    After a stop only the last period that was missed is made: older ones can be asked for by hand.
    """
    plan, due = schedule.plan, schedule.next_at or now
    for _ in range(_MOST_MISSED):
        following = due_after(plan.kind, schedule.at_minute, due, plan.zone)
        if following > now:
            break
        due = following
    span = last_complete(plan.kind, due, plan.zone)
    name = order_id(schedule.tenant, schedule.id, span.since, span.until)
    order = ReportOrder(
        schedule.tenant, name, schedule.name, plan, span.since, span.until, schedule.id, BY_SCHEDULE, now
    )
    return order, replace(scheduled(schedule, max(now, due)), last_at=due)


def order_id(tenant: str, schedule: str, since: int, until: int) -> str:
    """The same period of the same schedule has the same id: so it is made once, however often it is ordered."""
    return hashlib.sha256(f"{tenant}\0{schedule}\0{since}\0{until}".encode()).hexdigest()[:24]


def deliveries_of(order: ReportOrder, now: int) -> tuple[ReportDelivery, ...]:
    """One for each recipient; the ids are made from the order's, so that an order made twice is delivered once."""
    wanted = [(ReportWay.MAIL, t) for t in order.plan.mail_to] + [(ReportWay.WEBHOOK, t) for t in order.plan.webhooks]
    return tuple(
        ReportDelivery(order.tenant, _delivery_id(order, way, target), order.id, way, target, next_at=now)
        for way, target in dict.fromkeys(wanted)
    )


def _delivery_id(order: ReportOrder, way: ReportWay, target: str) -> str:
    return "rd-" + hashlib.sha256(f"{order.tenant}\0{order.id}\0{way}\0{target}".encode()).hexdigest()[:24]


def filename(report: MadeReport, form: ReportFormat) -> str:
    """Such as ``客户情绪周报 2026 年第 47 周….pdf``, without what file systems forbid."""
    plan, words = report.order.plan, Wording(report.order.plan.language)
    span = span_at(plan.kind, report.order.since, plan.zone)
    parts = [words.say(f"title_{plan.kind.value}"), words.period(span)]
    scope = words.scope(plan.scope)
    if scope != words.say("scope_all"):
        parts.append(scope)
    clean = "".join("-" if c in '\\/:*?"<>|' or c < " " else c for c in " ".join(parts))
    return f"{clean[:120]}.{form.value}"
