"""POST /v1/events: what was said, in batches."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from zhiyin.domain.receipt import Receipt, ReceiptStatus
from zhiyin.web.api.access import Having, guard_of, intake_of
from zhiyin.web.api.examples import EVENTS_BODY
from zhiyin.web.api.shapes import ReceiptsShape
from zhiyin.web.guard import Caller
from zhiyin.web.rights import Right

router = APIRouter(tags=["events"])

EventSender = Annotated[Caller, Depends(Having(Right.EVENTS_SEND))]


class _Answer(msgspec.Struct):
    results: list[Receipt]
    accepted: int


@router.post(
    "/v1/events",
    response_model=ReceiptsShape,
    openapi_extra={"requestBody": EVENTS_BODY},
)
async def post_events(request: Request, caller: EventSender) -> Response:
    """Send a batch of events; each gets a result of its own.

    Idempotent by ``event_id``: send a batch again after a time-out and nothing is doubled. Order does not matter
    either: events are sorted by ``at``, and a late one changes what came after it. When the answer arrives, the
    accepted events are kept durably.
    """
    intake = intake_of(request)
    raw = intake.decode(await request.body())
    guard_of(request).count_events(caller, len(raw))
    receipts = await intake.accept(raw, caller.tenant)
    accepted = sum(r.status is ReceiptStatus.ACCEPTED for r in receipts)
    return Response(msgspec.json.encode(_Answer(receipts, accepted)), media_type="application/json")
