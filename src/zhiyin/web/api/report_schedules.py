"""/v1/report-schedules: what reports are made by themselves, when, and who gets them."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from zhiyin.domain.errors import NotFoundError
from zhiyin.domain.report_delivery import ReportWay
from zhiyin.reports.period.plans import PRESETS
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.present_reports import plan_of, schedule_of, schedule_shape
from zhiyin.web.api.report_shapes import ReportScheduleBody, ReportScheduleShape, ReportSchedulesShape
from zhiyin.web.guard import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right

router = APIRouter(tags=["reports"])

PATH = "/v1/report-schedules"
ReportReader = Annotated[Caller, Depends(Having(Right.REPORTS_READ))]
ReportEditor = Annotated[Caller, Depends(Having(Right.REPORTS_EDIT))]
ScheduleId = Annotated[str, Path(pattern="^[0-9a-z]{1,32}$")]


@router.get(PATH)
async def list_schedules(caller: ReportReader, services: UsedServices) -> ReportSchedulesShape:
    """The daily, weekly and monthly report that are always there (off at first), and those that were added."""
    desk = services.reports
    return ReportSchedulesShape(
        schedules=[schedule_shape(s) for s in await desk.schedules(caller.tenant)],
        mail=desk.courier.has(ReportWay.MAIL),
        webhook_names=desk.courier.webhooks(caller.tenant),
        time_zone=desk.zone,
    )


@router.post(PATH, status_code=201, responses={409: NAMED[409]})
async def add_schedule(body: ReportScheduleBody, caller: ReportEditor, services: UsedServices) -> ReportScheduleShape:
    """Make a report by itself from now on. The first one tells of the period that ends next."""
    plan = plan_of(body, services.reports, caller.tenant)
    schedule = schedule_of(caller.tenant, secrets.token_hex(8), body, plan)
    return schedule_shape(await services.reports.keep(schedule))


@router.put(PATH + "/{schedule_id}", responses={404: NAMED[404], 409: NAMED[409]})
async def change_schedule(
    schedule_id: ScheduleId, body: ReportScheduleBody, caller: ReportEditor, services: UsedServices
) -> ReportScheduleShape:
    """Replace a schedule; what it has made stays."""
    await services.reports.schedule(caller.tenant, schedule_id)
    plan = plan_of(body, services.reports, caller.tenant)
    kept = await services.reports.keep(schedule_of(caller.tenant, schedule_id, body, plan))
    return schedule_shape(kept)


@router.delete(PATH + "/{schedule_id}", status_code=204, responses={404: NAMED[404]})
async def drop_schedule(schedule_id: ScheduleId, caller: ReportEditor, services: UsedServices) -> Response:
    """Make no more reports of it; what it has made stays. One of the three presets goes back to being off."""
    if not await services.store.drop_schedule(caller.tenant, schedule_id) and schedule_id not in PRESETS:
        raise NotFoundError("there is no such report schedule")
    return Response(status_code=204)
