"""Erasure: deletes what has been kept long enough, and what is kept of one person. Small batches, each one commit.

Which tables speak of a conversation is read from the schema: every table with the columns ``tenant`` and
``conversation``. So a topic that is added later is not forgotten here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.kept_outcome import KeptOutcome
from zhiyin.domain.person import PersonRecord
from zhiyin.domain.retention import Expired
from zhiyin.store.codec import to_kept_outcome
from zhiyin.store.end_marks import forget_person, marks_of_outcomes, marks_of_talks, write_marks
from zhiyin.store.event_counts import count_events
from zhiyin.store.tables import actions, business_outcomes, conversations, events, metadata
from zhiyin.store.topic import Topic

AT_ONCE = 500
"""Conversations named in one statement."""

_OWN_TIME = frozenset({actions.name, business_outcomes.name})
"""Tables with a retention of their own."""


@dataclass(frozen=True, slots=True)
class _Old:
    tenant: str
    before: int
    limit: int


class SqlErasure(Topic):
    async def count_expired(
        self, tenant: str, conversations: int | None, deliveries: int | None, business_outcomes: int | None
    ) -> Expired:
        return await self._database.read(_count, tenant, conversations, deliveries, business_outcomes)

    async def delete_conversations(self, tenant: str, before: int, limit: int) -> int:
        (gone,) = await self._database.write(_delete_conversations, [_Old(tenant, before, limit)])
        return gone

    async def delete_deliveries(self, tenant: str, before: int, limit: int) -> int:
        (gone,) = await self._database.write(_delete_deliveries, [_Old(tenant, before, limit)])
        return gone

    async def delete_business_outcomes(self, tenant: str, before: int, limit: int) -> int:
        (gone,) = await self._database.write(_delete_outcomes, [_Old(tenant, before, limit)])
        return gone

    async def person(self, tenant: str, customer: str) -> PersonRecord:
        return await self._database.read(_person, tenant, customer)

    async def person_outcomes(self, record: PersonRecord) -> list[KeptOutcome]:
        return await self._database.read(_outcomes_of, record)

    async def erase_person(self, record: PersonRecord, conversations: Sequence[str]) -> None:
        await self._database.write(_erase, [(record, tuple(conversations))])


def _of_conversations() -> list[sa.Table]:
    return [t for t in metadata.sorted_tables if {"tenant", "conversation"} <= set(t.c.keys())]


def _count(
    connection: sa.Connection, tenant: str, talks: int | None, deliveries: int | None, outcomes: int | None
) -> Expired:
    def counted(query: sa.Select[tuple[str]], before: int | None) -> int:
        if before is None:
            return 0
        return int(connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one())

    return Expired(
        conversations=counted(_old_talks(_Old(tenant, talks or 0, -1)), talks),
        deliveries=counted(_old_deliveries(_Old(tenant, deliveries or 0, -1)), deliveries),
        business_outcomes=counted(_old_outcomes(_Old(tenant, outcomes or 0, -1)), outcomes),
    )


def _limited(query: sa.Select[tuple[str]], limit: int) -> sa.Select[tuple[str]]:
    return query.limit(limit) if limit >= 0 else query


def _old_talks(old: _Old) -> sa.Select[tuple[str]]:
    c = conversations.c
    waits = sa.exists().where(events.c.tenant == c.tenant, events.c.conversation == c.id, events.c.applied_at.is_(None))
    query = sa.select(c.id).where(c.tenant == old.tenant, c.last_at < old.before, ~waits)
    return _limited(query, old.limit)


def _old_deliveries(old: _Old) -> sa.Select[tuple[str]]:
    a = actions.c
    query = sa.select(a.id).where(
        a.tenant == old.tenant, a.created_at < old.before, a.status != DeliveryStatus.PENDING.value
    )
    return _limited(query, old.limit)


def _old_outcomes(old: _Old) -> sa.Select[tuple[str]]:
    o = business_outcomes.c
    query = sa.select(o.id).where(o.tenant == old.tenant, o.received_at < old.before, o.newest == 1)
    return _limited(query, old.limit)


def _delete_conversations(connection: sa.Connection, wanted: Sequence[_Old]) -> list[int]:
    counts = []
    for old in wanted:
        ids = [row.id for row in connection.execute(_old_talks(old))]
        write_marks(connection, marks_of_talks(connection, old.tenant, ids))
        _drop_talks(connection, old.tenant, ids, [t for t in _of_conversations() if t.name not in _OWN_TIME])
        counts.append(len(ids))
    return counts


def _drop_talks(connection: sa.Connection, tenant: str, ids: Sequence[str], tables: Sequence[sa.Table]) -> None:
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        for table in tables:
            gone = connection.execute(sa.delete(table).where(table.c.tenant == tenant, table.c.conversation.in_(some)))
            if table is events:
                count_events(connection, {tenant: -gone.rowcount})
        connection.execute(
            sa.delete(conversations).where(conversations.c.tenant == tenant, conversations.c.id.in_(some))
        )


def _delete_deliveries(connection: sa.Connection, wanted: Sequence[_Old]) -> list[int]:
    counts = []
    for old in wanted:
        ids = [row.id for row in connection.execute(_old_deliveries(old))]
        if ids:
            connection.execute(sa.delete(actions).where(actions.c.tenant == old.tenant, actions.c.id.in_(ids)))
        counts.append(len(ids))
    return counts


def _delete_outcomes(connection: sa.Connection, wanted: Sequence[_Old]) -> list[int]:
    o, counts = business_outcomes.c, []
    for old in wanted:
        ids = [row.id for row in connection.execute(_old_outcomes(old))]
        if ids:
            write_marks(connection, marks_of_outcomes(connection, old.tenant, ids))
            connection.execute(sa.delete(business_outcomes).where(o.tenant == old.tenant, o.id.in_(ids)))
        counts.append(len(ids))
    return counts


def _person(connection: sa.Connection, tenant: str, customer: str) -> PersonRecord:
    ids = _talks_of(connection, tenant, customer)

    def many(table: sa.Table) -> int:
        query = sa.select(sa.func.count()).select_from(table)
        some = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
        return sum(
            int(connection.execute(query.where(table.c.tenant == tenant, table.c.conversation.in_(part))).scalar_one())
            for part in some
        )

    bare = PersonRecord(tenant, customer, ids, many(events), many(actions), 0)
    return PersonRecord(tenant, customer, ids, bare.events, bare.actions, len(_outcomes_of(connection, bare)))


def _talks_of(connection: sa.Connection, tenant: str, customer: str) -> tuple[str, ...]:
    """By the snapshot, and by what any event says: a talk that began with somebody else, or waits to be worked off.

    The second looks at every event of the tenant; it is asked seldom, and by a reader, so it holds up nobody.
    """
    c, e = conversations.c, events.c
    shown = sa.select(c.id).where(c.tenant == tenant, c.customer == customer)
    said = sa.select(e.conversation).where(e.tenant == tenant, e.body.contains(f'"{customer}"', autoescape=True))
    found = {row[0] for query in (shown, said.distinct()) for row in connection.execute(query)}
    return tuple(sorted(found))


def _outcomes_of(connection: sa.Connection, record: PersonRecord) -> list[KeptOutcome]:
    o, ids = business_outcomes.c, record.conversations
    whose = [o.customer == record.customer]
    whose += [o.conversation.in_(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE)]
    query = sa.select(business_outcomes).where(o.tenant == record.tenant, sa.or_(*whose))
    rows = connection.execute(query.order_by(o.received_at, o.id, o.revision)).mappings()
    return [to_kept_outcome(row) for row in rows]


def _outcomes_going(connection: sa.Connection, record: PersonRecord, ids: Sequence[str]) -> list[str]:
    """Those that name the customer or, in the end, one of these conversations: all of their revisions go.

    Only the newest to be dropped would leave older ones behind of which none is the newest.
    """
    o = business_outcomes.c
    whose = [o.customer == record.customer]
    for start in range(0, len(ids), AT_ONCE):
        whose.append(sa.and_(o.conversation.in_(ids[start : start + AT_ONCE]), o.newest == 1))
    found = set[str]()
    for which in whose:
        found.update(connection.execute(sa.select(o.id).where(o.tenant == record.tenant, which)).scalars())
    return sorted(found)


def _erase(connection: sa.Connection, wanted: Sequence[tuple[PersonRecord, tuple[str, ...]]]) -> list[None]:
    for record, ids in wanted:
        o, gone = business_outcomes.c, _outcomes_going(connection, record, ids)
        forget_person(connection, record.tenant, record.customer, ids, gone)
        _drop_talks(connection, record.tenant, ids, _of_conversations())
        for start in range(0, len(gone), AT_ONCE):
            some = gone[start : start + AT_ONCE]
            connection.execute(sa.delete(business_outcomes).where(o.tenant == record.tenant, o.id.in_(some)))
    return [None] * len(wanted)
