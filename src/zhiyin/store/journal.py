"""Journal: events as they come in, kept before anything is done with them."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from zhiyin.domain.utterance import ConversationRef, Masked
from zhiyin.store.codec import RowValues, event_row
from zhiyin.store.database import insert
from zhiyin.store.event_counts import count_events
from zhiyin.store.tables import events
from zhiyin.store.topic import Topic

_Id = tuple[str, str, str]


class SqlJournal(Topic):
    async def accept(self, events: Sequence[Masked], received_at: int) -> list[bool]:
        return await self._database.write(_accept, [event_row(e, received_at) for e in events])

    async def unapplied(self, limit: int = 1000, after: ConversationRef | None = None) -> list[ConversationRef]:
        return await self._database.read(_unapplied, limit, after)


def _accept(connection: sa.Connection, rows: Sequence[RowValues]) -> list[bool]:
    first: dict[_Id, RowValues] = {}
    for row in rows:
        first.setdefault(_id(row), row)
    # In one order everywhere, so that two processes on PostgreSQL cannot wait for each other in a circle.
    ordered = [first[key] for key in sorted(first)]
    statement = insert(connection, events).on_conflict_do_nothing()
    returning = statement.returning(events.c.tenant, events.c.conversation, events.c.event_id)
    new: set[_Id] = {(r.tenant, r.conversation, r.event_id) for r in connection.execute(returning, ordered)}
    count_events(connection, Counter(tenant for tenant, _, _ in new))
    # Of equal events in one call the first is the new one.
    return [_id(row) in new and first[_id(row)] is row for row in rows]


def _id(row: RowValues) -> _Id:
    return str(row["tenant"]), str(row["conversation"]), str(row["event_id"])


def _unapplied(connection: sa.Connection, limit: int, after: ConversationRef | None) -> list[ConversationRef]:
    query = (
        sa.select(events.c.tenant, events.c.conversation)
        .where(events.c.applied_at.is_(None))
        .distinct()
        .order_by(events.c.tenant, events.c.conversation)
        .limit(limit)
    )
    if after is not None:
        query = query.where(sa.tuple_(events.c.tenant, events.c.conversation) > (after.tenant, after.id))
    return [ConversationRef(row.tenant, row.conversation) for row in connection.execute(query)]
