"""GET /v1/kpi: moods that improved, conflicts that were resolved, how promptly customers were answered."""

from typing import Annotated

from fastapi import APIRouter, Depends

from zhiyin.reports import insight
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.insight_shapes import KpiShape
from zhiyin.web.api.present_insight import kpi_shape
from zhiyin.web.api.wanted import Wanted, period_shape
from zhiyin.web.guard import Caller
from zhiyin.web.rights import Right

router = APIRouter(tags=["outcomes"])


@router.get("/v1/kpi")
async def kpi(
    caller: Annotated[Caller, Depends(Having(Right.PROOF_READ))],
    services: UsedServices,
    wanted: Annotated[Wanted, Depends(Wanted)],
) -> KpiShape:
    """Of conversations that began in this time, beside those of the time before; rates with 95 % intervals."""
    query = wanted.query(caller.tenant, services)
    now = await insight.kpi(services.store, query)
    earlier = await insight.kpi(services.store, insight.before(query, services.zone))
    return kpi_shape(now, earlier, await period_shape(query, services))
