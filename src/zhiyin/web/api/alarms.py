"""/v1/alarms: who took which alarm, to whom it went, and how it ended."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query

from zhiyin.domain.alarm_handling import AlarmCase, AlarmState, DeedKind
from zhiyin.domain.errors import NotFoundError
from zhiyin.domain.risk import Tier
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef
from zhiyin.engine.alarm_desk import Wish
from zhiyin.seams import AlarmQuery
from zhiyin.web.api.access import Having, Reader, UsedServices
from zhiyin.web.api.alarm_receivers import receiver_named, receivers_of
from zhiyin.web.api.in_sight import check_in_sight, sight_of
from zhiyin.web.api.names import names_of
from zhiyin.web.api.present import moment
from zhiyin.web.api.present_wall import answered_shape, case_shape, deed_shape
from zhiyin.web.api.wall_shapes import (
    AcknowledgeShape,
    AlarmCaseShape,
    AlarmDetailShape,
    AlarmsShape,
    AlarmTimesShape,
    CloseShape,
    HandOverShape,
    ReceiversShape,
    ReopenShape,
)
from zhiyin.web.guard import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right
from zhiyin.web.services import Services

router = APIRouter(tags=["alarms"])

Handler = Annotated[Caller, Depends(Having(Right.ALARMS_HANDLE))]
Named = Annotated[str | None, Query(max_length=128)]
Conversation = Annotated[str, Path(max_length=128)]
Hours = Annotated[int, Query(ge=1, le=8_784, description="hours that are looked back")]
_MAY_CONFLICT: dict[int | str, dict[str, object]] = {code: NAMED[code] for code in (400, 404, 409)}
_HOUR_MS = 3_600_000


@router.get("/v1/alarms")
async def list_alarms(
    caller: Reader,
    services: UsedServices,
    state: AlarmState | None = None,
    tier: Literal[Tier.MILD, Tier.MODERATE, Tier.SEVERE] = Tier.MODERATE,
    team: Named = None,
    scene: Named = None,
    hours: Hours = 24,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> AlarmsShape:
    """Alarms of `tier` or higher, newest first: one a conversation, that of the highest tier it reached."""
    since = services.clock.now() - hours * _HOUR_MS
    sight = await sight_of(services, caller)
    query = AlarmQuery(caller.tenant, since, state, tier, team, scene, limit + 1, offset, sight)
    found = await services.store.alarms(query)
    more = offset + limit if len(found) > limit else None
    return AlarmsShape(alarms=[case_shape(case) for case in found[:limit]], next_offset=more)


@router.get("/v1/alarm-receivers")
async def alarm_receivers(caller: Handler, services: UsedServices) -> ReceiversShape:
    """Users to whom an alarm can be handed over: those of the tenant who may take alarms and can sign in."""
    return await receivers_of(services, caller)


@router.get("/v1/alarm-times")
async def alarm_times(caller: Reader, services: UsedServices, hours: Hours = 24) -> AlarmTimesShape:
    """How long alarms waited for a person, by tier and team: those on which somebody first acted in that time."""
    now = services.clock.now()
    times = await services.store.alarm_times(caller.tenant, now - hours * _HOUR_MS, now + 1)
    until: datetime = moment(now)
    return AlarmTimesShape(since=until - timedelta(hours=hours), until=until, times=[answered_shape(t) for t in times])


@router.get("/v1/alarms/{conversation}", responses={404: NAMED[404]})
async def get_alarm(caller: Reader, services: UsedServices, conversation: Conversation) -> AlarmDetailShape:
    """One alarm with all that was done about it."""
    await check_in_sight(services, caller, conversation)
    ref = ConversationRef(caller.tenant, conversation)
    case = await services.store.alarm(ref)
    if case is None:
        raise NotFoundError("this conversation has no alarm: it is unknown, or never reached a tier of warning")
    history = await services.store.alarm_history(ref)
    return AlarmDetailShape(alarm=case_shape(case), history=[deed_shape(past) for past in history])


@router.post("/v1/alarms/{conversation}/acknowledge", responses=_MAY_CONFLICT)
async def acknowledge(
    caller: Handler, services: UsedServices, conversation: Conversation, body: AcknowledgeShape | None = None
) -> AlarmCaseShape:
    """Take an alarm. 409 with a name: somebody else was first."""
    told = body or AcknowledgeShape()
    wish = Wish(DeedKind.ACKNOWLEDGE, note=RawText(told.note), seen=told.version)
    return case_shape(await _act(services, caller, conversation, wish))


@router.post("/v1/alarms/{conversation}/hand-over", responses=_MAY_CONFLICT)
async def hand_over(
    caller: Handler, services: UsedServices, conversation: Conversation, body: HandOverShape
) -> AlarmCaseShape:
    """Give an alarm to a person or a team. What another holds can be given on by who sends the present `version`."""
    known = await services.store.alarm(ConversationRef(caller.tenant, conversation))
    user = await receiver_named(services, caller, body.user, body.person) if known else ""
    person, team, note = RawText(body.person.strip()), RawText(body.team.strip()), RawText(body.note)
    wish = Wish(DeedKind.HAND_OVER, person, team, note, seen=body.version, user=user)
    return case_shape(await _act(services, caller, conversation, wish))


@router.post("/v1/alarms/{conversation}/close", responses=_MAY_CONFLICT)
async def close(
    caller: Handler, services: UsedServices, conversation: Conversation, body: CloseShape
) -> AlarmCaseShape:
    """Close an alarm and say how it ended. A higher tier opens it again by itself."""
    wish = Wish(DeedKind.CLOSE, note=RawText(body.note), resolution=body.resolution, seen=body.version)
    return case_shape(await _act(services, caller, conversation, wish))


@router.post("/v1/alarms/{conversation}/reopen", responses=_MAY_CONFLICT)
async def reopen(
    caller: Handler, services: UsedServices, conversation: Conversation, body: ReopenShape | None = None
) -> AlarmCaseShape:
    """Put an alarm back into the queue."""
    told = body or ReopenShape()
    wish = Wish(DeedKind.REOPEN, note=RawText(told.note), seen=told.version)
    return case_shape(await _act(services, caller, conversation, wish))


async def _act(services: Services, caller: Caller, conversation: str, wish: Wish) -> AlarmCase:
    await check_in_sight(services, caller, conversation)
    by = (await names_of(services, caller.tenant)).shown(caller.person) if caller.user_id else caller.name
    return await services.alarm_desk.act(ConversationRef(caller.tenant, conversation), by, wish)
