"""/v1/actions: what was done, what waits, what could not be delivered; and sending it again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.errors import NotFoundError
from zhiyin.web.api.access import Having, Reader, UsedServices
from zhiyin.web.api.in_sight import sight_of
from zhiyin.web.api.present import delivery_shape
from zhiyin.web.api.shapes import ActionsShape
from zhiyin.web.guard import Caller
from zhiyin.web.problem import NAMED
from zhiyin.web.rights import Right

router = APIRouter(tags=["actions"])

Replayer = Annotated[Caller, Depends(Having(Right.ACTIONS_REPLAY))]


@router.get("/v1/actions")
async def list_actions(
    caller: Reader,
    services: UsedServices,
    status: DeliveryStatus | None = None,
    conversation: Annotated[str | None, Query(max_length=128)] = None,
    destination: Annotated[str | None, Query(pattern="^[A-Za-z0-9_-]{1,40}$")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> ActionsShape:
    """Actions, newest first. ``dead`` ones can be replayed. ``destination``: those that were tried there."""
    found = await services.store.deliveries(
        caller.tenant,
        conversation=conversation,
        status=status,
        destination=destination,
        sight=await sight_of(services, caller),
        limit=limit + 1,
        offset=offset,
    )
    return ActionsShape(
        actions=[delivery_shape(d) for d in found[:limit]],
        next_offset=offset + limit if len(found) > limit else None,
    )


@router.post("/v1/actions/{action_id}/replay", status_code=202, responses={404: NAMED[404]})
async def replay_action(
    caller: Replayer, services: UsedServices, action_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
) -> None:
    """Deliver an action again, under the same id."""
    known = await services.store.delivery(caller.tenant, action_id)
    if known is None or not await services.store.requeue(action_id, services.clock.now()):
        raise NotFoundError("no delivered or dead action of this id; pending ones are on their way already")
    services.wake_outbox()
