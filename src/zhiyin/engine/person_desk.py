"""PersonDesk: all that is kept of one customer, for the customer to have, or to have erased."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Protocol

import msgspec

from zhiyin.domain.conversation import Conversation, Turn
from zhiyin.domain.errors import ConflictError
from zhiyin.domain.person import PersonRecord
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef
from zhiyin.pipeline.mask import mask_customer
from zhiyin.seams import Archive, Erasure, Lanes, Outbox

AT_ONCE = 50
"""Conversations erased by one commit."""
ROUNDS = 5
"""How often it is looked again: events that were under way while their conversation was erased come up then."""
PAUSE_S = 0.05
DELIVERIES = 10_000


class PersonStore(Erasure, Archive, Lanes, Outbox, Protocol):
    """What it needs of a store."""


class PersonDesk:
    def __init__(self, store: PersonStore) -> None:
        self._store = store

    async def find(self, tenant: str, reference: RawText) -> PersonRecord:
        """By the pseudonym, or by the reference under which the customer was sent in, masked as it was then."""
        return await self._store.person(tenant, mask_customer(tenant, reference))

    async def export(self, record: PersonRecord) -> AsyncIterator[bytes]:
        """JSON lines: what is kept, one thing a line, as it is kept (masked); a conversation in memory at a time."""
        yield _line("person", {"customer": record.customer, "conversations": len(record.conversations)})
        for name in record.conversations:
            ref = ConversationRef(record.tenant, name)
            conversation = await self._store.conversation(ref)
            yield _line("conversation", _conversation(ref, conversation))
            for turn in await self._store.turns(ref):
                yield _line("turn", _turn(turn))
            for delivery in await self._store.deliveries(record.tenant, conversation=name, limit=DELIVERIES):
                yield _line("action", msgspec.to_builtins(delivery))
        for outcome in await self._store.person_outcomes(record):
            yield _line("business_outcome", msgspec.to_builtins(outcome))

    async def erase(self, tenant: str, customer: str) -> PersonRecord:
        """Delete all of it; says what there was. ConflictError if events keep coming in for this customer."""
        first = await self._store.person(tenant, customer)
        record = first
        for _ in range(ROUNDS):
            if record.nothing:
                return first
            for start in range(0, max(1, len(record.conversations)), AT_ONCE):
                await self._store.erase_person(record, record.conversations[start : start + AT_ONCE])
                await asyncio.sleep(PAUSE_S)
            record = await self._store.person(tenant, customer)
        if record.nothing:
            return first
        raise ConflictError("new events of this customer keep coming in; stop their source, then erase again")


def _line(kind: str, content: object) -> bytes:
    return msgspec.json.encode({"kind": kind, "data": content}) + b"\n"


def _conversation(ref: ConversationRef, conversation: Conversation | None) -> dict[str, object]:
    if conversation is None:
        return {"id": ref.id, "state": "not yet worked off"}
    return {
        "id": ref.id,
        "scene": conversation.scene,
        "channel": conversation.channel,
        "opened_at": _moment(conversation.opened_at),
        "last_at": _moment(conversation.state.last_at),
        "risk": conversation.risk.probability,
        "tier": conversation.risk.tier.value,
        "facts": dict(conversation.state.facts),
    }


def _turn(turn: Turn) -> dict[str, object]:
    origin = turn.masked.origin
    said: dict[str, object] = {
        "conversation": origin.conversation.id,
        "event": origin.event_id,
        "at": _moment(origin.at),
        "role": origin.role.value,
        "text": turn.masked.text,
        "facts": dict(origin.facts),
    }
    if turn.outcome:
        reading = turn.outcome.reading
        said["reading"] = None if reading is None else msgspec.to_builtins(reading)
        said["risk"] = turn.outcome.risk.probability
        said["tier"] = turn.outcome.risk.tier.value
        said["actions"] = [action.id for action in turn.outcome.decision.actions]
    return said


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")
