"""/v1/reports: reports that were made, their files, making one now, and sending one again."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from zhiyin.domain.errors import InputError, NotFoundError
from zhiyin.domain.made_report import MadeReport
from zhiyin.domain.report_schedule import ReportFormat
from zhiyin.reports.period.calendar import Span, last_complete, moment, span_of
from zhiyin.reports.period.files import MEDIA_TYPES
from zhiyin.reports.period.plans import filename
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.present_reports import masked, plan_of, report_shape
from zhiyin.web.api.report_shapes import MadeReportShape, MadeReportsShape, ReportOrderBody
from zhiyin.web.guard import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right
from zhiyin.web.services import Services

router = APIRouter(tags=["reports"])

PATH = "/v1/reports"
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups"
"""A report holds no script and asks for nothing; should a text in it slip through, it cannot do so either."""
ReportReader = Annotated[Caller, Depends(Having(Right.REPORTS_READ))]
ReportEditor = Annotated[Caller, Depends(Having(Right.REPORTS_EDIT))]
ReportId = Annotated[str, Path(pattern="^[0-9a-f]{24}$")]
DeliveryId = Annotated[str, Path(pattern="^rd-[0-9a-f]{24}$")]
FILE: dict[int | str, dict[str, object]] = {
    200: {"description": "The file", "content": {"application/octet-stream": {}}},
    404: NAMED[404],
}


@router.get(PATH)
async def list_reports(
    caller: ReportReader,
    services: UsedServices,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> MadeReportsShape:
    """Newest first, with their files and deliveries."""
    found = await services.store.made_reports(caller.tenant, limit, offset)
    return MadeReportsShape(reports=await _shapes(services, caller, found))


@router.post(PATH, status_code=202)
async def order_report(body: ReportOrderBody, caller: ReportEditor, services: UsedServices) -> MadeReportShape:
    """Make a report now, of the period that holds `day`. It is made in the background: ask for it until it is ready."""
    desk = services.reports
    plan = plan_of(body, desk, caller.tenant)
    now = services.clock.now()
    span = span_of(plan.kind, body.day, plan.zone) if body.day else last_complete(plan.kind, now, plan.zone)
    _check(span, now)
    made = await desk.order(caller.tenant, plan, span, masked(body.name), caller.name)
    return report_shape(made, "", [])


def _check(span: Span, now: int) -> None:
    """A period may still be going on, but not lie ahead; nor before there were computers to note it."""
    if span.since > now:
        raise InputError(f"day: this period begins only on {span.first}; choose one that has begun")
    if span.first.year < 1990 or moment(now, span.zone).year - span.first.year > 100:
        raise InputError("day: choose one after 1990")


@router.get(PATH + "/{report_id}", responses={404: NAMED[404]})
async def one_report(report_id: ReportId, caller: ReportReader, services: UsedServices) -> MadeReportShape:
    """How far it is, what it says in a sentence, and where it was sent."""
    return await _shape(services, caller, report_id)


@router.post(PATH + "/{report_id}/again", status_code=202, responses={404: NAMED[404], 409: NAMED[409]})
async def make_again(report_id: ReportId, caller: ReportEditor, services: UsedServices) -> MadeReportShape:
    """Try once more to make a report that failed."""
    return report_shape(await services.reports.again(caller.tenant, report_id), "", [])


@router.delete(PATH + "/{report_id}", status_code=204, responses={404: NAMED[404]})
async def drop_report(report_id: ReportId, caller: ReportEditor, services: UsedServices) -> Response:
    """Forget a report with its files; deliveries that are still to come are not made."""
    if not await services.store.drop_report(caller.tenant, report_id):
        raise NotFoundError("there is no such report")
    return Response(status_code=204)


@router.post(
    PATH + "/{report_id}/deliveries/{delivery_id}/again",
    status_code=202,
    responses={404: NAMED[404], 409: NAMED[409]},
)
async def send_again(
    report_id: ReportId, delivery_id: DeliveryId, caller: ReportEditor, services: UsedServices
) -> MadeReportShape:
    """Send it to this recipient once more."""
    await services.reports.resend(caller.tenant, report_id, delivery_id)
    return await _shape(services, caller, report_id)


@router.get(PATH + "/{report_id}/{form}", response_class=Response, responses=FILE)
async def report_file(
    report_id: ReportId, form: ReportFormat, caller: ReportReader, services: UsedServices
) -> Response:
    """The report as a file, under its Chinese name."""
    made = await _made(services, caller, report_id)
    content = await services.store.report_file(caller.tenant, report_id, form)
    if content is None:
        raise NotFoundError(f"this report has no {form.value} file: it is not ready, or was ordered without")
    name = filename(made, form)
    headers = {
        # RFC 6266: old clients read the plain name, all others the one of RFC 5987.
        "Content-Disposition": f"attachment; filename=\"report-{report_id}.{form}\"; filename*=UTF-8''{quote(name)}",
        "Content-Security-Policy": PAGE_POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)


async def _made(services: Services, caller: Caller, report_id: str) -> MadeReport:
    made = await services.store.made_report(caller.tenant, report_id)
    if made is None:
        raise NotFoundError("there is no such report")
    return made


async def _shape(services: Services, caller: Caller, report_id: str) -> MadeReportShape:
    (shape,) = await _shapes(services, caller, [await _made(services, caller, report_id)])
    return shape


async def _shapes(services: Services, caller: Caller, found: list[MadeReport]) -> list[MadeReportShape]:
    sent = await services.store.report_deliveries(caller.tenant, [made.order.id for made in found])
    return [report_shape(m, services.reports.stage(caller.tenant, m.order.id), sent) for m in found]
