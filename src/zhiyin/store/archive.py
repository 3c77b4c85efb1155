"""Archive: reading what has been kept: lists, counts, and whole conversations one after the other."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass

import sqlalchemy as sa

from zhiyin.domain.conversation import Conversation, Turn
from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.risk import Tier
from zhiyin.domain.sight import Sight
from zhiyin.domain.utterance import ConversationRef
from zhiyin.seams import ConversationQuery
from zhiyin.store.codec import to_conversation
from zhiyin.store.event_counts import events_of
from zhiyin.store.seen import seen
from zhiyin.store.seen_page import page_ids, seen_tiers
from zhiyin.store.tables import actions, conversations, events
from zhiyin.store.topic import Topic, among
from zhiyin.store.turns import to_turn, with_outcomes

HISTORY_PAGE = 50
"""Conversations read at once by ``history``; this bounds its memory."""


@dataclass(frozen=True, slots=True)
class _Past:
    """Which conversations ``history`` runs over; times of the last event in ms, ``until`` excluded."""

    tenant: str
    since: int | None
    until: int | None
    scene: str | None


class SqlArchive(Topic):
    async def conversation(self, ref: ConversationRef) -> Conversation | None:
        return await self._database.read(_conversation, ref)

    async def conversations(self, query: ConversationQuery) -> list[Conversation]:
        return await self._database.read(_conversations, query)

    async def counts(self, tenant: str) -> dict[str, int]:
        return await self._database.read(_counts, tenant)

    async def tiers(self, tenant: str, sight: Sight | None = None) -> dict[Tier, int]:
        return await self._database.read(_tiers, tenant, sight)

    async def in_sight(self, tenant: str, names: Collection[str], sight: Sight) -> frozenset[str]:
        return await self._database.read(_in_sight, tenant, names, sight)

    async def extent(
        self, tenant: str, since: int | None, until: int | None, scene: str | None, most: int
    ) -> tuple[int, int | None]:
        return await self._database.read(_extent, _Past(tenant, since, until, scene), most)

    async def history(
        self, tenant: str, since: int | None = None, until: int | None = None, scene: str | None = None
    ) -> AsyncIterator[tuple[ConversationRef, list[Turn]]]:
        past = _Past(tenant, since, until, scene)
        after = ""
        # By id, not by time: a conversation that goes on meanwhile is neither missed nor given twice.
        while page := await self._database.read(_page, past, after):
            for ref, turns in page:
                yield ref, turns
            after = page[-1][0].id


def _conversation(connection: sa.Connection, ref: ConversationRef) -> Conversation | None:
    query = sa.select(conversations).where(conversations.c.tenant == ref.tenant, conversations.c.id == ref.id)
    row = connection.execute(query).mappings().first()
    return None if row is None else to_conversation(row)


def _conversations(connection: sa.Connection, query: ConversationQuery) -> list[Conversation]:
    """By risk too: of no tier, they are those of each tier, merged."""
    c = conversations.c
    if query.sight is not None or (query.order == "risk" and query.tier is None):
        ids = page_ids(connection, query)
        whole = sa.select(conversations).where(c.tenant == query.tenant, c.id.in_(ids))
        found = {row["id"]: row for row in connection.execute(whole).mappings()} if ids else {}
        return [to_conversation(found[name]) for name in ids]
    wanted = sa.select(conversations).where(c.tenant == query.tenant)
    if query.scene is not None:
        wanted = wanted.where(c.scene == query.scene)
    if query.tier is not None:
        wanted = wanted.where(c.tier == query.tier.value)
    if query.since is not None:
        wanted = wanted.where(c.last_at >= query.since)
    if query.until is not None:
        wanted = wanted.where(c.last_at < query.until)
    # The id makes the order total, so that pages neither overlap nor leave gaps.
    recent = (c.last_at.desc(), c.id.desc())
    order = (c.risk.desc(), *recent) if query.order == "risk" else recent
    page = wanted.order_by(*order).limit(query.limit).offset(query.offset)
    return [to_conversation(row) for row in connection.execute(page).mappings()]


def _counts(connection: sa.Connection, tenant: str) -> dict[str, int]:
    kept = {
        "conversations": sa.select(sa.func.count()).where(conversations.c.tenant == tenant),
        "events": events_of(tenant),
        "unapplied": sa.select(sa.func.count()).where(events.c.tenant == tenant, events.c.applied_at.is_(None)),
    }
    row = connection.execute(sa.select(*(q.scalar_subquery().label(name) for name, q in kept.items()))).one()
    by_status = sa.select(actions.c.status, sa.func.count()).where(actions.c.tenant == tenant)
    found = {row[0]: row[1] for row in connection.execute(by_status.group_by(actions.c.status))}
    return {**row._mapping, **{status.value: found.get(status.value, 0) for status in DeliveryStatus}}


def _in_sight(connection: sa.Connection, tenant: str, names: Collection[str], sight: Sight) -> frozenset[str]:
    c = conversations.c
    # What is seen is told of each row, not asked of all: SQLite would look at every conversation of the tenant for it.
    query = sa.select(c.id, seen(sight)).where(c.tenant == tenant, c.id.in_(names))
    return frozenset(name for name, shown in connection.execute(query) if shown)


def _tiers(connection: sa.Connection, tenant: str, sight: Sight | None) -> dict[Tier, int]:
    found = _all_tiers(connection, tenant) if sight is None else seen_tiers(connection, tenant, sight)
    return {tier: found.get(tier.value, 0) for tier in Tier}


def _all_tiers(connection: sa.Connection, tenant: str) -> dict[str, int]:
    c = conversations.c
    query = sa.select(c.tier, sa.func.count()).where(c.tenant == tenant).group_by(c.tier)
    return {row[0]: row[1] for row in connection.execute(query)}


def _within(past: _Past) -> list[sa.ColumnElement[bool]]:
    c = conversations.c
    found = [c.tenant == past.tenant]
    if past.since is not None:
        found.append(c.last_at >= past.since)
    if past.until is not None:
        found.append(c.last_at < past.until)
    if past.scene is not None:
        found.append(c.scene == past.scene)
    return found


def _extent(connection: sa.Connection, past: _Past, most: int) -> tuple[int, int | None]:
    count = connection.execute(sa.select(sa.func.count()).where(*_within(past))).scalar_one()
    if count <= most:
        return count, past.since
    last = conversations.c.last_at
    query = sa.select(last).where(*_within(past)).order_by(last.desc()).limit(1).offset(most - 1)
    since: int = connection.execute(query).scalar_one()
    return connection.execute(sa.select(sa.func.count()).where(*_within(past), last >= since)).scalar_one(), since


def _page(connection: sa.Connection, past: _Past, after: str) -> list[tuple[ConversationRef, list[Turn]]]:
    c = conversations.c
    query = sa.select(c.id).where(*_within(past), c.id > after).order_by(c.id).limit(HISTORY_PAGE)
    refs = [ConversationRef(past.tenant, row.id) for row in connection.execute(query)]
    turns: dict[ConversationRef, list[Turn]] = {ref: [] for ref in refs}
    if refs:
        said = with_outcomes().where(among(events.c.tenant, events.c.conversation, refs))
        for row in connection.execute(said.order_by(events.c.at, events.c.event_id)).mappings():
            turns[ConversationRef(row["tenant"], row["conversation"])].append(to_turn(row))
    return list(turns.items())
