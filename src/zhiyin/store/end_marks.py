"""End marks: what has changed since the ends of a day were counted. Written beside the change, read later.

A mark names what changed, and only its reader looks up which days that concerns. So an outcome and its conversation may
be written at the same moment by two processes that do not see each other: whoever reads the marks sees both.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from zhiyin.domain.business_outcome import LINK_WITHIN_MS
from zhiyin.domain.customer import CustomerRef
from zhiyin.domain.end_cell import china_day
from zhiyin.domain.utterance import ConversationRef
from zhiyin.store.tables import business_outcomes, conversations, end_marks
from zhiyin.store.topic import among

AT_ONCE = 1_000
"""Names in one statement."""
_NUMBER_BITS = 62


class Mark(NamedTuple):
    """One of ``day``, ``talk``, ``customer`` is not None. With ``customer`` comes one of the moments: when an outcome
    of theirs happened, or when a conversation of theirs began. All in ms since 1970 UTC."""

    tenant: str
    day: int | None = None
    talk: str | None = None
    customer: str | None = None
    came_at: int | None = None
    opened_at: int | None = None


def mark_day(tenant: str, at: int) -> Mark:
    return Mark(tenant, china_day(at))


def mark_talk(tenant: str, opened_at: int, customer: str | None) -> set[Mark]:
    """A conversation comes or goes: its day, and the one its customer's outcomes would be linked to without it."""
    day = mark_day(tenant, opened_at)
    return {day} if customer is None else {day, Mark(tenant, customer=customer, opened_at=opened_at)}


def mark_link(tenant: str, talk: str | None, customer: str | None, at: int) -> Mark:
    """Of an outcome: it goes by the conversation it names, or else by its customer."""
    return Mark(tenant, talk=talk) if talk is not None else Mark(tenant, customer=customer, came_at=at)


def write_marks(connection: sa.Connection, marks: Iterable[Mark]) -> None:
    rows = [{"number": secrets.randbits(_NUMBER_BITS), **mark._asdict()} for mark in marks]
    if rows:
        connection.execute(_MARK, rows)


_MARK = sa.insert(end_marks)


def days_of(connection: sa.Connection, marks: Iterable[Mark]) -> set[tuple[str, int]]:
    """(tenant, day) of all that these marks concern, as the store stands now."""
    wanted = set(marks)
    found = {(m.tenant, m.day) for m in wanted if m.day is not None}
    talks = [ConversationRef(m.tenant, m.talk) for m in wanted if m.talk is not None]
    c = conversations.c
    for start in range(0, len(talks), AT_ONCE):
        query = sa.select(c.tenant, c.opened_at).where(among(c.tenant, c.id, talks[start : start + AT_ONCE]))
        found |= {(row.tenant, china_day(row.opened_at)) for row in connection.execute(query)}
    came, opened = _Moments(), _Moments()
    for m in wanted:
        if m.customer is not None:
            name = CustomerRef(m.tenant, m.customer)
            if m.came_at is not None:
                came.setdefault(name, []).append(m.came_at)
            if m.opened_at is not None:
                opened.setdefault(name, []).append(m.opened_at)
    for name, at in list(_links_of(connection, opened)):
        came.setdefault(name, []).append(at)
    return found | {(name.tenant, china_day(at)) for name, at in _talks_of(connection, came)}


_Moments = dict[CustomerRef, list[int]]


def _links_of(connection: sa.Connection, opened: _Moments) -> Iterator[tuple[CustomerRef, int]]:
    """When outcomes happened that may be linked to conversations which began at these moments."""
    o = business_outcomes.c
    for some in _parts(opened):
        lows, highs = [min(opened[name]) for name in some], [max(opened[name]) for name in some]
        query = sa.select(o.tenant, o.customer, o.at).where(
            among(o.tenant, o.customer, some),
            o.at.between(min(lows), max(highs) + LINK_WITHIN_MS),
            o.conversation.is_(None),
            o.newest == 1,
        )
        for row in connection.execute(query):
            name = CustomerRef(row.tenant, row.customer)
            if any(at <= row.at <= at + LINK_WITHIN_MS for at in opened[name]):
                yield name, row.at


def _talks_of(connection: sa.Connection, came: _Moments) -> Iterator[tuple[CustomerRef, int]]:
    """When conversations began that outcomes of these moments may be linked to, or were."""
    c = conversations.c
    for some in _parts(came):
        lows, highs = [min(came[name]) for name in some], [max(came[name]) for name in some]
        query = sa.select(c.tenant, c.customer, c.opened_at).where(
            among(c.tenant, c.customer, some), c.opened_at.between(min(lows) - LINK_WITHIN_MS, max(highs))
        )
        for row in connection.execute(query):
            name = CustomerRef(row.tenant, row.customer)
            if any(at - LINK_WITHIN_MS <= row.opened_at <= at for at in came[name]):
                yield name, row.opened_at


def _parts(moments: _Moments) -> Iterator[list[CustomerRef]]:
    names = sorted(moments)
    return (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE))


def marks_of_talks(connection: sa.Connection, tenant: str, ids: Sequence[str]) -> set[Mark]:
    """For conversations that are about to go."""
    c, found = conversations.c, set[Mark]()
    for start in range(0, len(ids), AT_ONCE):
        query = sa.select(c.opened_at, c.customer).where(c.tenant == tenant, c.id.in_(ids[start : start + AT_ONCE]))
        for row in connection.execute(query):
            found |= mark_talk(tenant, row.opened_at, row.customer)
    return found


def marks_of_outcomes(connection: sa.Connection, tenant: str, ids: Sequence[str]) -> set[Mark]:
    """For business outcomes that are about to go."""
    o, found = business_outcomes.c, set[Mark]()
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        query = sa.select(o.conversation, o.customer, o.at).where(o.tenant == tenant, o.id.in_(some), o.newest == 1)
        found |= {mark_link(tenant, row.conversation, row.customer, row.at) for row in connection.execute(query)}
    return found


def forget_person(
    connection: sa.Connection, tenant: str, customer: str, talks: Sequence[str], outcomes: Sequence[str]
) -> None:
    """Before they are erased: their days are marked, and no mark names them any longer."""
    m = end_marks.c
    theirs = [sa.and_(m.tenant == tenant, m.customer == customer)]
    for start in range(0, len(talks), AT_ONCE):
        theirs.append(sa.and_(m.tenant == tenant, m.talk.in_(talks[start : start + AT_ONCE])))
    marks = marks_of_talks(connection, tenant, talks) | marks_of_outcomes(connection, tenant, outcomes)
    for which in theirs:
        marks |= {to_mark(row) for row in connection.execute(sa.select(end_marks).where(which))}
        connection.execute(sa.delete(end_marks).where(which))
    write_marks(connection, {Mark(of, day) for of, day in days_of(connection, marks)})


def to_mark(row: sa.Row[Any]) -> Mark:
    return Mark(row.tenant, row.day, row.talk, row.customer, row.came_at, row.opened_at)
