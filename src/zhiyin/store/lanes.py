"""Lanes: what a worker needs to go on with a conversation, and a conversation's turns."""

from collections.abc import Sequence

import sqlalchemy as sa

from zhiyin.domain.conversation import Step, Turn
from zhiyin.domain.utterance import ConversationRef, Masked
from zhiyin.seams import Lane
from zhiyin.store import save
from zhiyin.store.codec import to_conversation, to_masked, to_outcome
from zhiyin.store.tables import conversations, events, outcomes
from zhiyin.store.topic import Topic, among


class SqlLanes(Topic):
    async def load(self, refs: Sequence[ConversationRef]) -> dict[ConversationRef, Lane]:
        return await self._database.read(_load, refs) if refs else {}

    async def turns(self, ref: ConversationRef, limit: int | None = None) -> list[Turn]:
        return await self._database.read(_turns, ref, limit)

    async def save(self, steps: Sequence[Step], saved_at: int) -> list[bool]:
        return await self._database.write(save.save, [save.StepRows.of(step, saved_at) for step in steps])


def _load(connection: sa.Connection, refs: Sequence[ConversationRef]) -> dict[ConversationRef, Lane]:
    snapshots = sa.select(conversations).where(among(conversations.c.tenant, conversations.c.id, refs))
    found = {c.ref: c for c in map(to_conversation, connection.execute(snapshots).mappings())}
    waiting = (
        sa.select(events)
        .where(among(events.c.tenant, events.c.conversation, refs), events.c.applied_at.is_(None))
        .order_by(events.c.at, events.c.event_id)
    )
    pending: dict[ConversationRef, list[Masked]] = {}
    for masked in map(to_masked, connection.execute(waiting).mappings()):
        pending.setdefault(masked.origin.conversation, []).append(masked)
    return {ref: Lane(found.get(ref), tuple(pending.get(ref, ()))) for ref in refs}


def _turns(connection: sa.Connection, ref: ConversationRef, limit: int | None) -> list[Turn]:
    query = (
        with_outcomes()
        .where(events.c.tenant == ref.tenant, events.c.conversation == ref.id)
        .order_by(events.c.at.desc(), events.c.event_id.desc())
        .limit(limit)
    )
    turns = [to_turn(row) for row in connection.execute(query).mappings()]
    turns.reverse()
    return turns


def with_outcomes() -> sa.Select[tuple[object, ...]]:
    """Events, each beside what it led to (NULL while it waits)."""
    same = sa.and_(
        outcomes.c.tenant == events.c.tenant,
        outcomes.c.conversation == events.c.conversation,
        outcomes.c.event_id == events.c.event_id,
    )
    return sa.select(events, outcomes.c.sequence, outcomes.c.body.label("outcome")).select_from(
        events.outerjoin(outcomes, same)
    )


def to_turn(row: sa.RowMapping) -> Turn:
    masked = to_masked(row)
    if row["outcome"] is None:
        return Turn(masked)
    origin = masked.origin
    return Turn(masked, to_outcome(origin.conversation, origin.event_id, row["sequence"], origin.at, row["outcome"]))
