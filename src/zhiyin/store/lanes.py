"""Lanes: what a worker needs to go on with a conversation, and a conversation's turns."""

from collections.abc import Sequence
from functools import partial

import sqlalchemy as sa

from zhiyin.domain.conversation import Step, Turn
from zhiyin.domain.utterance import ConversationRef, Masked
from zhiyin.seams import Lane, Summer
from zhiyin.store import save
from zhiyin.store.codec import to_conversation, to_masked
from zhiyin.store.database import Database
from zhiyin.store.tables import conversations, events
from zhiyin.store.topic import Topic, among
from zhiyin.store.turns import to_turn, with_outcomes
from zhiyin.store.writer import Operation


class SqlLanes(Topic):
    def __init__(self, database: Database, summer: Summer | None = None) -> None:
        super().__init__(database, summer)
        # Made once: the writer merges calls of one and the same operation.
        self._saving: Operation[save.StepRows, bool] = partial(save.save, summer=summer)

    async def load(self, refs: Sequence[ConversationRef]) -> dict[ConversationRef, Lane]:
        return await self._database.read(_load, refs) if refs else {}

    async def turns(self, ref: ConversationRef, limit: int | None = None) -> list[Turn]:
        return await self._database.read(_turns, ref, limit)

    async def save(self, steps: Sequence[Step], saved_at: int) -> list[bool]:
        return await self._database.write(self._saving, [save.StepRows.of(step, saved_at) for step in steps])


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
