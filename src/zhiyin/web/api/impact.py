"""GET /v1/settings/impact-assessment: the impact assessment of this installation, from what is set now."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

import zhiyin
from zhiyin.reports.impact_assessment import Processing, Recipient, impact_assessment
from zhiyin.web.api.access import Having, UsedServices
from zhiyin.web.auditing import audited
from zhiyin.web.caller import Caller
from zhiyin.web.rights import Right
from zhiyin.web.services import Services

router = APIRouter(tags=["settings"])

SettingsReader = Annotated[Caller, Depends(Having(Right.SETTINGS_READ))]
_ROLES = {"admin": "管理员", "supervisor": "主管", "operator": "运营", "agent": "坐席", "auditor": "审计"}
_HANDS = {"console": "控制台", "webhook": "Webhook", "wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书"}


@router.get("/v1/settings/impact-assessment", response_class=HTMLResponse)
async def impact(request: Request, caller: SettingsReader, services: UsedServices) -> HTMLResponse:
    """A page to complete, sign and keep (PIPL Art. 55 and 56): what is set is filled in, the rest is marked as open."""
    page = impact_assessment(await _processing(services, caller))
    audited(request, "impact assessment made")
    headers = {"Content-Disposition": 'attachment; filename="impact-assessment.html"'}
    return HTMLResponse(page, headers=headers)


async def _processing(services: Services, caller: Caller) -> Processing:
    held, settings = services.governance, services.settings
    users = [u for u in await services.store.users() if u.tenant == caller.tenant and u.disabled_at is None]
    counted = Counter(user.access.value for user in users)
    states = held.destinations.states(caller.tenant)
    return Processing(
        tenant=caller.tenant,
        version=zhiyin.__version__,
        model=services.model_name,
        made=services.clock.now(),
        zone=services.zone,
        switches=services.engine.legal.of(caller.tenant),
        retention=await held.retention.of(caller.tenant),
        recipients=[
            Recipient(s.destination.name, _HANDS.get(s.destination.hand, s.destination.hand), s.place) for s in states
        ],
        roles=[(name, counted[code]) for code, name in _ROLES.items() if counted[code]],
        store=held.store_kind,
        sealed=held.audit.keyed,
        https=settings.public_url.startswith("https://"),
        agents_see_own=settings.agents_see == "own",
        second_opinion=services.opinions is not None,
        warnings=[unsafe.text for unsafe in settings.warnings],
    )
