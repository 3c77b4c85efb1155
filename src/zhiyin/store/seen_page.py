"""Seen page: which conversations stand on a page of a list. Each of its arms is answered by one index alone.

What lies in somebody's sight are three things that no single index holds: nobody's conversations, own ones, and those
whose alarm the person holds. Asked as one condition they cost a look at every conversation of the tenant.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from zhiyin.domain.risk import Tier
from zhiyin.domain.sight import Sight
from zhiyin.seams import ConversationQuery
from zhiyin.store.tables import alarm_handling, conversations

_c, _h = conversations.c, alarm_handling.c
_Keys = sa.Select[tuple[str, float, int]]
_LAST = _c.last_at + 0
"""Not the column: else SQLite walks all of the tenant by time, to spare itself the sorting of a few hundred."""


def page_ids(connection: sa.Connection, query: ConversationQuery) -> list[str]:
    """Of the conversations on this page, in order."""
    end = query.offset + query.limit
    # Every arm is cut where the page ends: no row behind that of its own arm can stand on it.
    arms = [sa.select(arm.limit(end).subquery()) for arm in _arms(query)]
    found = sa.union_all(*arms).subquery()
    last, name = found.c.last_at.desc(), found.c.id.desc()
    order = (found.c.risk.desc(), last, name) if query.order == "risk" else (last, name)
    page = sa.select(found.c.id).order_by(*order).limit(query.limit).offset(query.offset)
    return list(connection.execute(page).scalars())


def seen_tiers(connection: sa.Connection, tenant: str, sight: Sight) -> Counter[str]:
    """How many conversations in sight stand at each tier."""
    found = Counter[str]()
    for arm in _whose(tenant, sight):
        query = sa.select(_c.tier, sa.func.count()).where(arm).group_by(_c.tier)
        for tier, count in connection.execute(query):
            found[tier] += count
    for arm in _held(tenant, sight):
        # Counted here: to group them, SQLite would walk all of the tenant by tier.
        found.update(connection.execute(sa.select(_c.tier).where(arm)).scalars())
    return found


def _arms(query: ConversationQuery) -> Iterator[_Keys]:
    tiers = list(Tier) if query.tier is None else [query.tier]
    if query.sight is None:
        for tier in tiers:
            yield _ordered(query, _c.tenant == query.tenant, _c.tier == tier.value)
        return
    for whose in _whose(query.tenant, query.sight):
        if query.order == "risk":
            for tier in tiers:
                yield _ordered(query, whose, _c.tier == tier.value)
        else:
            yield _sorted(query, whose)
    for whose in _held(query.tenant, query.sight):
        yield _sorted(query, whose)


def _whose(tenant: str, sight: Sight) -> Iterator[sa.ColumnElement[bool]]:
    """Nobody's, and own ones, each name apart. ``closed`` tells, from the index, whether the row has a tile: one that
    an old version has kept does not say whose it is."""
    yield sa.and_(_c.tenant == tenant, _c.agent.is_(None), _c.closed.is_not(None))
    for name in sorted(sight.staff):
        yield sa.and_(_c.tenant == tenant, _c.agent == name)


def _held(tenant: str, sight: Sight) -> Iterator[sa.ColumnElement[bool]]:
    """Those of which the person holds the alarm and which are in no other arm."""
    if not sight.name:
        return
    others = sa.and_(_c.agent.is_not(None), _c.agent.not_in(sorted(sight.staff)))
    mine = (_h.tenant == tenant, _h.person == sight.name, _c.tenant == tenant)
    # Not the bare column: else SQLite looks at every conversation for its alarm, instead of the other way round.
    yield sa.and_(*mine, _c.id == _h.conversation.concat(""), sa.or_(_c.closed.is_(None), others))


def _ordered(query: ConversationQuery, *within: sa.ColumnElement[bool]) -> _Keys:
    """As the index holds them. The agent (always the same) stands first for PostgreSQL, to which ``agent IS NULL`` does
    not say that."""
    first = () if query.sight is None else (_c.agent.desc(),)
    keys = _keys(query, _c.last_at, within)
    return keys.order_by(*first, _c.risk.desc(), _c.last_at.desc(), _c.id.desc())


def _sorted(query: ConversationQuery, within: sa.ColumnElement[bool]) -> _Keys:
    """Sorted when they have been found: what one person serves or holds, or what waits for anybody."""
    tier = [] if query.tier is None else [_c.tier == query.tier.value]
    first = (_c.risk.desc(),) if query.order == "risk" else ()
    return _keys(query, _LAST, [within, *tier]).order_by(*first, _LAST.desc(), _c.id.desc())


def _keys(query: ConversationQuery, last: sa.ColumnElement[int], within: Sequence[sa.ColumnElement[bool]]) -> _Keys:
    wanted = [*within]
    if query.scene is not None:
        wanted.append(_c.scene == query.scene)
    if query.since is not None:
        wanted.append(last >= query.since)
    if query.until is not None:
        wanted.append(last < query.until)
    return sa.select(_c.id, _c.risk, _c.last_at).where(*wanted)
