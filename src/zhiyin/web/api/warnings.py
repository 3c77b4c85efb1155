"""GET /v1/warnings/report: past warnings scored against the outcomes that came back."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from zhiyin.domain.warning_report import Silence
from zhiyin.reports.warning_tally import FINE_AFTER_DAYS, TallyRules, WarningTally
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.period import Moment, period
from zhiyin.web.api.present_warnings import report_shape
from zhiyin.web.api.warning_shapes import WarningReportShape
from zhiyin.web.guard import Caller
from zhiyin.web.rights import Right

router = APIRouter(tags=["outcomes"])

ProofReader = Annotated[Caller, Depends(Having(Right.PROOF_READ))]


@router.get("/v1/warnings/report")
async def report(
    caller: ProofReader,
    services: UsedServices,
    since: Moment = None,
    until: Moment = None,
    scene: Annotated[str | None, Query(max_length=64)] = None,
    channel: Annotated[str | None, Query(max_length=64)] = None,
    silence: Silence = Silence.UNKNOWN,
    after_days: Annotated[int, Query(ge=0, le=3650)] = FINE_AFTER_DAYS,
) -> WarningReportShape:
    """Precision, recall, false alarms, lead and calibration of warnings, by conversations that began in [since, until).

    Only conversations whose end is known count. ``silence=fine`` takes those without any outcome for good ends once
    their last event is ``after_days`` days old.
    """
    first, last = period(since, until)
    rules = TallyRules(silence, after_days, services.clock.now())
    tally = WarningTally(rules)
    for cell in await services.store.ends(caller.tenant, rules.rule, first, last, scene, channel):
        tally.add_cell(cell)
    return report_shape(tally.report(first, last))
