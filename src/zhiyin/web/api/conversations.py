"""GET /v1/conversations: how customers feel, and why."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from zhiyin.domain.errors import NotFoundError
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import ConversationRef
from zhiyin.seams import ConversationQuery
from zhiyin.web.api.access import Reader, UsedServices
from zhiyin.web.api.in_sight import check_in_sight, sight_of
from zhiyin.web.api.present import conversation_shape, detail_shape
from zhiyin.web.api.shapes import ConversationDetailShape, ConversationsShape
from zhiyin.web.problem import NAMED

router = APIRouter(tags=["conversations"])

MOST_TURNS = 2_000
"""Turns shown of one conversation: the latest."""


@router.get("/v1/conversations")
async def list_conversations(
    caller: Reader,
    services: UsedServices,
    order: Literal["risk", "recent"] = "recent",
    tier: Tier | None = None,
    scene: Annotated[str | None, Query(max_length=64)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> ConversationsShape:
    """Conversations by risk (highest first) or by their last event (newest first)."""
    sight = await sight_of(services, caller)
    query = ConversationQuery(caller.tenant, scene, tier, order=order, limit=limit + 1, offset=offset, sight=sight)
    found = await services.store.conversations(query)
    return ConversationsShape(
        conversations=[conversation_shape(c) for c in found[:limit]],
        next_offset=offset + limit if len(found) > limit else None,
    )


@router.get("/v1/conversations/{conversation_id}", responses={404: NAMED[404]})
async def get_conversation(
    caller: Reader, services: UsedServices, conversation_id: Annotated[str, Path(max_length=128)]
) -> ConversationDetailShape:
    """One conversation: its turns with readings and evidence, the course of the emotion, and the actions."""
    await check_in_sight(services, caller, conversation_id)
    ref = ConversationRef(caller.tenant, conversation_id)
    conversation = await services.store.conversation(ref)
    if conversation is None:
        raise NotFoundError("no conversation of this id has been worked off yet")
    turns = await services.store.turns(ref, MOST_TURNS)
    deliveries = await services.store.deliveries(caller.tenant, conversation=conversation_id)
    weights = services.engine.rulebooks.of(conversation.scene).weights
    return detail_shape(conversation, turns, deliveries, weights)
