"""GET /v1/live: server-sent events for live views."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from zhiyin.web.api.access import Reader, UsedServices, guard_of, hub_of
from zhiyin.web.api.in_sight import view_of
from zhiyin.web.api.shapes import LiveShape
from zhiyin.web.rights import Right

router = APIRouter(tags=["live"])


@router.get(
    "/v1/live",
    response_class=EventSourceResponse,
    responses={200: {"model": LiveShape, "description": "data of `event: outcome`"}},
)
async def live(
    request: Request,
    caller: Reader,
    services: UsedServices,
    conversation: Annotated[str | None, Query(max_length=128)] = None,
    view: Literal["whole", "wall"] = "whole",
) -> AsyncIterator[ServerSentEvent]:
    """What changes, as it changes.

    `event: outcome` carries a conversation and its new turns, `event: delivery` an action whose delivery was settled,
    `event: alarm` an alarm on which somebody acted, `event: lost` says that this view fell behind and should fetch
    anew. `conversation` narrows it to one. With `view=wall` a conversation comes as `event: tile` (as in `/v1/wall`), a
    tenth of the size, and deliveries are left out.
    """
    shown = await view_of(services, caller)
    async with (
        hub_of(request).watch(caller.tenant, glances=view == "wall", view=shown) as watcher,
        guard_of(request).while_admitted(request, Right.CONVERSATIONS_READ, watcher.leave),
    ):
        yield ServerSentEvent(comment="open")
        async for event in watcher.events():
            if conversation in (None, "", event.conversation) or event.name == "lost":
                yield ServerSentEvent(event=event.name, raw_data=event.data)
