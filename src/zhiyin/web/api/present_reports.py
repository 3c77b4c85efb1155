"""Present reports: from nouns to shapes and back."""

from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.errors import InputError
from zhiyin.domain.made_report import MadeReport
from zhiyin.domain.report_delivery import ReportDelivery, ReportWay
from zhiyin.domain.report_schedule import ReportFormat, ReportPlan, ReportSchedule, ReportScope
from zhiyin.domain.text import RawText
from zhiyin.pipeline.mask import mask_text
from zhiyin.reports.period.calendar import span_at, zone_of
from zhiyin.reports.period.plans import PRESETS, filename
from zhiyin.reports.report_desk import ReportDesk
from zhiyin.web.api.present import moment, moment_or_none
from zhiyin.web.api.report_shapes import (
    MadeReportShape,
    ReportDeliveryShape,
    ReportFileShape,
    ReportPlanShape,
    ReportScheduleBody,
    ReportScheduleShape,
)


def masked(text: str) -> str:
    """What a person typed may hold personal data."""
    return str(mask_text(RawText(text))[0])


def plan_of(body: ReportPlanShape, desk: ReportDesk, tenant: str) -> ReportPlan:
    """InputError for a time zone, or a way of sending, that there is not."""
    zone = body.time_zone or desk.zone
    zone_of(zone)
    if body.mail_to and not desk.courier.has(ReportWay.MAIL):
        raise InputError("mail_to: mail is not configured; set 'mail' in the configuration, or leave this empty")
    unknown = sorted(set(body.webhooks) - set(desk.courier.webhooks(tenant)))
    if unknown:
        where = "add it in the console (settings, deliveries) or under 'destinations'"
        raise InputError(f"webhooks: there is no webhook destination {unknown[0]!r}; {where}")
    return ReportPlan(
        kind=body.period,
        zone=zone,
        scope=ReportScope(masked(body.scene), masked(body.channel), masked(body.team)),
        language=body.language,
        formats=tuple(form for form in ReportFormat if form in {ReportFormat.HTML, *body.formats}),
        mail_to=tuple(dict.fromkeys(body.mail_to)),
        webhooks=tuple(dict.fromkeys(body.webhooks)),
    )


def schedule_of(tenant: str, schedule_id: str, body: ReportScheduleBody, plan: ReportPlan) -> ReportSchedule:
    hour, minute = body.at.split(":")
    at = int(hour) * 60 + int(minute)
    return ReportSchedule(tenant, schedule_id, masked(body.name), plan, at, body.enabled)


def schedule_shape(schedule: ReportSchedule) -> ReportScheduleShape:
    plan = schedule.plan
    return ReportScheduleShape(
        id=schedule.id,
        name=schedule.name,
        preset=schedule.id in PRESETS,
        period=plan.kind,
        at=f"{schedule.at_minute // 60:02}:{schedule.at_minute % 60:02}",
        time_zone=plan.zone,
        scene=plan.scope.scene,
        channel=plan.scope.channel,
        team=plan.scope.team,
        language="zh" if plan.language == "zh" else "en",
        formats=list(plan.formats),
        mail_to=list(plan.mail_to),
        webhooks=list(plan.webhooks),
        enabled=schedule.enabled,
        next_at=moment_or_none(schedule.next_at),
        last_at=moment_or_none(schedule.last_at),
    )


def report_shape(made: MadeReport, stage: str, deliveries: list[ReportDelivery]) -> MadeReportShape:
    order, plan = made.order, made.order.plan
    span = span_at(plan.kind, order.since, plan.zone)
    return MadeReportShape(
        id=order.id,
        title=filename(made, ReportFormat.PDF).rsplit(".", 1)[0],
        name=order.name,
        period=plan.kind,
        first=span.first,
        last=span.last,
        time_zone=plan.zone,
        scene=plan.scope.scene,
        channel=plan.scope.channel,
        team=plan.scope.team,
        language=plan.language,
        schedule=order.schedule,
        ordered_by=order.ordered_by,
        ordered_at=moment(order.ordered_at),
        status=made.status,
        stage=stage,
        made_at=moment_or_none(made.made_at),
        headline=made.headline,
        files=[ReportFileShape(format=f.format, size=f.size, sha256=f.digest) for f in made.files],
        deliveries=[delivery_shape(d) for d in deliveries if d.report == order.id],
        error=made.error,
    )


def delivery_shape(delivery: ReportDelivery) -> ReportDeliveryShape:
    waits = delivery.status is DeliveryStatus.PENDING
    return ReportDeliveryShape(
        id=delivery.id,
        way=delivery.way,
        target=delivery.target,
        status=delivery.status,
        attempts=delivery.attempts,
        next_at=moment(delivery.next_at) if waits else None,
        settled_at=moment_or_none(delivery.settled_at),
        error=delivery.error,
    )
