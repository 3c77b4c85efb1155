"""/v1/settings/legal: what may be read of whom."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from zhiyin.domain.legal_switches import UNREADABLE, LegalSwitches
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.api.governance_shapes import LegalShape, SwitchesShape
from zhiyin.web.auditing import audited
from zhiyin.web.caller import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right

router = APIRouter(tags=["settings"])

SettingsReader = Annotated[Caller, Depends(Having(Right.SETTINGS_READ))]
SettingsEditor = Annotated[Caller, Depends(Having(Right.SETTINGS_EDIT))]


@router.get("/v1/settings/legal")
async def get_legal(caller: SettingsReader, services: UsedServices) -> LegalShape:
    """The switches in force."""
    return _shape(services.engine.legal.of(caller.tenant))


@router.put("/v1/settings/legal", responses={409: NAMED[409]})
async def put_legal(
    request: Request, wanted: SwitchesShape, caller: SettingsEditor, services: UsedServices
) -> LegalShape:
    """Set them, from the next turn on. What no installed model could read is refused (409) with the reason."""
    switches = LegalSwitches(**wanted.model_dump())
    changed = await services.engine.switch_reading(caller.tenant, switches, caller.name)
    audited(request, "; ".join(changed))
    return _shape(switches)


def _shape(switches: LegalSwitches) -> LegalShape:
    return LegalShape(switches=SwitchesShape(**asdict(switches)), unavailable=UNREADABLE)
