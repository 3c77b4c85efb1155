"""Joining: which business outcomes belong to which conversations, found anew whenever it is asked."""

from dataclasses import dataclass

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


def counting() -> sa.ColumnElement[bool]:
    """Outcomes that count now: newest revisions that were not withdrawn."""
    return sa.and_(business_outcomes.c.newest == 1, business_outcomes.c.withdrawn == 0)


def linked() -> sa.Join:
    """Newest outcomes that name only a customer, each beside the latest of that customer's conversations before it."""
    outcome, conversation, later = business_outcomes.c, conversations.c, conversations.alias("later")
    overtaken = sa.exists().where(
        later.c.tenant == outcome.tenant,
        later.c.customer == outcome.customer,
        later.c.opened_at <= outcome.at,
        sa.tuple_(later.c.opened_at, later.c.id) > sa.tuple_(conversation.opened_at, conversation.id),
    )
    same = sa.and_(
        outcome.tenant == conversation.tenant,
        outcome.customer == conversation.customer,
        outcome.conversation.is_(None),
        outcome.newest == 1,
        outcome.at >= conversation.opened_at,
        outcome.at <= conversation.opened_at + LINK_WITHIN_MS,
        ~overtaken,
    )
    return conversations.join(business_outcomes, same)


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
    if after is not None:
        query = query.where(sa.tuple_(c.opened_at, c.id) > after)
    found = [to_conversation(row) for row in connection.execute(query).mappings()]
    outcomes = _outcomes_of(connection, wanted.tenant, [f.ref.id for f in found]) if found else {}
    return [_past(f, outcomes.get(f.ref.id, [])) for f in found]


def _outcomes_of(connection: sa.Connection, tenant: str, ids: list[str]) -> dict[str, list[BusinessOutcome]]:
    outcome, c = business_outcomes.c, conversations.c
    belongs = outcome.conversation.label("belongs_to")
    named = sa.select(business_outcomes, belongs).where(outcome.tenant == tenant, outcome.conversation.in_(ids))
    by_customer = sa.select(business_outcomes, c.id.label("belongs_to")).select_from(linked())
    by_customer = by_customer.where(c.tenant == tenant, c.id.in_(ids))
    found: dict[str, list[BusinessOutcome]] = {}
    for query in (named, by_customer):
        for row in connection.execute(query.where(counting())).mappings():
            found.setdefault(row["belongs_to"], []).append(to_business_outcome(row))
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
