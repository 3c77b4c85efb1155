"""GET /v1/system: what this installation is, and what of it is set unsafely."""

from typing import Annotated

from fastapi import APIRouter, Depends

import zhiyin
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.governance_shapes import SystemShape
from zhiyin.web.api.present import moment, unsafe_settings
from zhiyin.web.caller import Caller
from zhiyin.web.rights import Right

router = APIRouter(tags=["settings"])

SettingsReader = Annotated[Caller, Depends(Having(Right.SETTINGS_READ))]


@router.get("/v1/system")
async def system(_: SettingsReader, services: UsedServices) -> SystemShape:
    """Version, model, store, and warnings of unsafe defaults."""
    held = services.governance
    return SystemShape(
        version=zhiyin.__version__,
        model=services.model_name,
        risk=services.engine.rulebooks.weights,
        store=held.store_kind,
        started_at=moment(held.started_at),
        audit_keyed=held.audit.keyed,
        second_opinion=services.opinions is not None,
        warnings=unsafe_settings(services),
    )
