"""/v1/outcomes: what came back after conversations, sent in batches; and what is kept of one conversation."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response

from zhiyin.domain.errors import InputError
from zhiyin.domain.outcome_receipt import OutcomeReceipt, OutcomeStatus
from zhiyin.web.api.access import Having, UsedServices, guard_of
from zhiyin.web.api.examples import OUTCOMES_BODY
from zhiyin.web.api.in_sight import check_in_sight, sight_of
from zhiyin.web.api.incoming_outcomes import decode_outcomes, outcome_batch
from zhiyin.web.api.outcome_shapes import OutcomeReceiptsShape, OutcomesShape
from zhiyin.web.api.present import outcome_shape
from zhiyin.web.guard import Caller
from zhiyin.web.rights import Right

router = APIRouter(tags=["outcomes"])

ProofReader = Annotated[Caller, Depends(Having(Right.PROOF_READ))]
OutcomeSender = Annotated[Caller, Depends(Having(Right.OUTCOMES_SEND))]

_UNCHANGED = (OutcomeStatus.DUPLICATE, OutcomeStatus.REJECTED)


class _Answer(msgspec.Struct):
    results: list[OutcomeReceipt]
    accepted: int


@router.post(
    "/v1/outcomes",
    response_model=OutcomeReceiptsShape,
    openapi_extra={"requestBody": OUTCOMES_BODY},
)
async def post_outcomes(request: Request, caller: OutcomeSender, services: UsedServices) -> Response:
    """Send a batch of business outcomes; each gets a result of its own.

    Idempotent by ``id``. The same id with other content is a correction, and ``"withdrawn": true`` takes one back.
    An outcome may come months after its conversation, or before it.
    """
    desk = services.engine.outcomes
    raw = outcome_batch(await request.body(), desk.limits.batch_events)
    guard_of(request).count_events(caller, len(raw))
    decoded = decode_outcomes(raw, caller.tenant)
    taken = iter(await desk.accept([d for d in decoded if not isinstance(d, OutcomeReceipt)]))
    receipts = [d if isinstance(d, OutcomeReceipt) else next(taken) for d in decoded]
    accepted = sum(r.status not in _UNCHANGED for r in receipts)
    return Response(msgspec.json.encode(_Answer(receipts, accepted)), media_type="application/json")


@router.get("/v1/outcomes")
async def list_outcomes(
    caller: ProofReader,
    services: UsedServices,
    conversation: Annotated[str | None, Query(max_length=128)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> OutcomesShape:
    """Outcomes with all their revisions, newest receipt first; of one conversation, or the latest of all."""
    if conversation:
        await check_in_sight(services, caller, conversation)
    elif await sight_of(services, caller):
        raise InputError("conversation: name one; outcomes of all are for supervisors")
    found = await services.store.kept_outcomes(caller.tenant, conversation=conversation, limit=limit)
    return OutcomesShape(outcomes=[outcome_shape(k) for k in found])
