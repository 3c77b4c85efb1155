"""Joining: which business outcomes belong to which conversations, found anew whenever it is asked."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from zhiyin.domain.business_outcome import LINK_WITHIN_MS, BusinessOutcome
from zhiyin.domain.conversation import Conversation
from zhiyin.domain.past_conversation import PastConversation
from zhiyin.store.codec import to_business_outcome, to_conversation
from zhiyin.store.tables import business_outcomes, conversations

JOINED_PAGE = 200
"""Conversations read at once; this bounds the memory of a report."""


@dataclass(frozen=True, slots=True)
class Joining:
    """Which conversations are joined; ``since`` and ``until`` (excluded) bound their start in ms."""

    tenant: str
    since: int | None
    until: int | None
    scene: str | None
    channel: str | None
    team: str | None


@dataclass(frozen=True, slots=True)
class Begun:
    """A conversation as far as linking goes: whose it is, and when it began (ms)."""

    id: str
    customer: str | None
    opened_at: int


def linked(connection: sa.Connection, tenant: str, page: Sequence[Begun]) -> list[tuple[str, BusinessOutcome]]:
    """Newest outcomes that name only a customer and belong to a conversation of ``page``, each with its id."""
    rows = linked_rows(connection, tenant, page, tuple(business_outcomes.c))
    return [(name, to_business_outcome(row._mapping)) for name, row in rows]


def linked_rows(
    connection: sa.Connection, tenant: str, page: Sequence[Begun], columns: Sequence[sa.Column[Any]]
) -> list[tuple[str, sa.Row[Any]]]:
    """The same as rows with these ``columns``, ``customer`` and ``at`` among them.

    In steps, not as one join: SQLite, which keeps no statistics here, would go through all outcomes of the tenant.
    """
    o, customers = business_outcomes.c, {b.customer for b in page if b.customer}
    if not customers:
        return []
    starts = [b.opened_at for b in page]
    query = sa.select(*columns).where(
        o.tenant == tenant,
        o.customer.in_(sorted(customers)),
        o.at.between(min(starts), max(starts) + LINK_WITHIN_MS),
        o.conversation.is_(None),
        o.newest == 1,
    )
    outcomes = connection.execute(query).all()
    begun = _begun(connection, tenant, outcomes) if outcomes else {}
    ids = {b.id for b in page}
    found = [(latest_before(begun.get(outcome.customer or "", []), outcome.at), outcome) for outcome in outcomes]
    return [(name, outcome) for name, outcome in found if name in ids]


def latest_before(begun: Sequence[tuple[int, str]], at: int) -> str:
    """Of conversations as (start, id), sorted, the last that began up to ``at`` and within the time; else empty."""
    place = bisect_left(begun, (at + 1, ""))
    if place == 0 or begun[place - 1][0] < at - LINK_WITHIN_MS:
        return ""
    return begun[place - 1][1]


def _begun(connection: sa.Connection, tenant: str, outcomes: Sequence[sa.Row[Any]]) -> dict[str, list[tuple[int, str]]]:
    """Conversations that may be those of these outcomes: (start, id) by customer, sorted."""
    c, times = conversations.c, [o.at for o in outcomes]
    query = sa.select(c.customer, c.opened_at, c.id).where(
        c.tenant == tenant,
        c.customer.in_(sorted({o.customer for o in outcomes if o.customer})),
        c.opened_at.between(min(times) - LINK_WITHIN_MS, max(times)),
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for row in sorted(connection.execute(query), key=lambda row: (row.opened_at, row.id)):
        found.setdefault(row.customer, []).append((row.opened_at, row.id))
    return found


def joined_page(connection: sa.Connection, wanted: Joining, after: tuple[int, str] | None) -> list[PastConversation]:
    """The next conversations after (start, id), oldest first, with what came of them."""
    c = conversations.c
    query = sa.select(conversations).where(c.tenant == wanted.tenant).order_by(c.opened_at, c.id).limit(JOINED_PAGE)
    if wanted.since is not None:
        query = query.where(c.opened_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(c.opened_at < wanted.until)
    if wanted.scene is not None:
        query = query.where(c.scene == wanted.scene)
    if wanted.channel is not None:
        query = query.where(c.channel == wanted.channel)
    if wanted.team is not None:
        query = query.where(c.team == wanted.team)
    if after is not None:
        # The first condition follows from the second, but only of the first does SQLite make use in the index.
        query = query.where(c.opened_at >= after[0], sa.tuple_(c.opened_at, c.id) > after)
    found = [to_conversation(row) for row in connection.execute(query).mappings()]
    outcomes = _outcomes_of(connection, wanted.tenant, found) if found else {}
    return [_past(f, outcomes.get(f.ref.id, [])) for f in found]


def _outcomes_of(
    connection: sa.Connection, tenant: str, page: Sequence[Conversation]
) -> dict[str, list[BusinessOutcome]]:
    o = business_outcomes.c
    named = sa.select(business_outcomes).where(
        o.tenant == tenant, o.conversation.in_([c.ref.id for c in page]), o.newest == 1, o.withdrawn == 0
    )
    found: dict[str, list[BusinessOutcome]] = {}
    for row in connection.execute(named).mappings():
        found.setdefault(row["conversation"], []).append(to_business_outcome(row))
    for name, outcome in linked(connection, tenant, [Begun(c.ref.id, c.customer, c.opened_at) for c in page]):
        if not outcome.withdrawn:
            found.setdefault(name, []).append(outcome)
    return found


def _past(conversation: Conversation, outcomes: list[BusinessOutcome]) -> PastConversation:
    state, risk = conversation.state, conversation.risk.probability
    return PastConversation(
        ref=conversation.ref,
        scene=conversation.scene,
        channel=conversation.channel,
        opened_at=conversation.opened_at,
        last_at=state.last_at,
        turns=state.turns,
        alarms=state.alarms,
        risk=risk,
        highest=max([risk, *(a.probability for a in state.alarms)]),
        outcomes=tuple(sorted(outcomes, key=lambda o: (o.at, o.id))),
    )
