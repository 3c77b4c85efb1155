"""Business outcomes: every revision is kept; which conversation one belongs to is found when it is read.

So an outcome may come months after its conversation or before it, and a customer's later conversation takes over only
the outcomes that came after it had begun.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

import sqlalchemy as sa

from zhiyin.domain.business_outcome import BusinessOutcome
from zhiyin.domain.customer import CustomerRef
from zhiyin.domain.kept_outcome import KeptOutcome
from zhiyin.domain.past_conversation import PastConversation
from zhiyin.domain.utterance import ConversationRef
from zhiyin.store.codec import to_business_outcome, to_kept_outcome
from zhiyin.store.joining import JOINED_PAGE, Begun, Joining, joined_page, linked
from zhiyin.store.keep_outcomes import OutcomeRow, keep
from zhiyin.store.tables import business_outcomes, conversations
from zhiyin.store.topic import Topic, among

AT_ONCE = 1_000
"""Conversations looked up by one statement."""

_kept = business_outcomes.c


class SqlBusinessOutcomes(Topic):
    async def keep_outcomes(self, outcomes: Sequence[BusinessOutcome], received_at: int) -> list[tuple[int, bool]]:
        return await self._database.write(keep, [OutcomeRow.of(o, received_at) for o in outcomes])

    async def current_outcomes(self, tenant: str, ids: Sequence[str]) -> dict[str, BusinessOutcome]:
        return await self._database.read(_current, tenant, ids) if ids else {}

    async def kept_outcomes(self, tenant: str, conversation: str | None = None, limit: int = 500) -> list[KeptOutcome]:
        return await self._database.read(_kept_outcomes, tenant, conversation, limit)

    async def past_outcomes(self, customers: Sequence[CustomerRef]) -> dict[CustomerRef, list[tuple[int, bool]]]:
        return await self._database.read(_past, customers) if customers else {}

    async def joined(
        self,
        tenant: str,
        since: int | None,
        until: int | None,
        scene: str | None = None,
        channel: str | None = None,
        team: str | None = None,
    ) -> AsyncIterator[PastConversation]:
        wanted = Joining(tenant, since, until, scene, channel, team)
        after: tuple[int, str] | None = None
        # By time: a conversation can only move to an earlier start meanwhile, so none is given twice.
        while page := await self._database.read(joined_page, wanted, after):
            for past in page:
                yield past
            after = (page[-1].opened_at, page[-1].ref.id)
            if len(page) < JOINED_PAGE:
                return


def _current(connection: sa.Connection, tenant: str, ids: Sequence[str]) -> dict[str, BusinessOutcome]:
    query = sa.select(business_outcomes).where(_kept.tenant == tenant, _kept.id.in_(ids), _kept.newest == 1)
    return {row["id"]: to_business_outcome(row) for row in connection.execute(query).mappings()}


def _kept_outcomes(connection: sa.Connection, tenant: str, conversation: str | None, limit: int) -> list[KeptOutcome]:
    newest_first = (_kept.received_at.desc(), _kept.id.desc(), _kept.revision.desc())
    query = sa.select(business_outcomes).where(_kept.tenant == tenant).order_by(*newest_first).limit(limit)
    if conversation is not None:
        ids = _ids_of(connection, ConversationRef(tenant, conversation))
        if not ids:
            return []
        query = query.where(_kept.id.in_(ids))
    return [to_kept_outcome(row) for row in connection.execute(query).mappings()]


def _ids_of(connection: sa.Connection, ref: ConversationRef) -> list[str]:
    """Outcomes of which any revision names the conversation, or which are linked to it by its customer."""
    c = conversations.c
    named = sa.select(_kept.id).where(_kept.tenant == ref.tenant, _kept.conversation == ref.id)
    found = set(connection.execute(named).scalars())
    begun = sa.select(c.id, c.customer, c.opened_at).where(c.tenant == ref.tenant, c.id == ref.id)
    page = [Begun(row.id, row.customer, row.opened_at) for row in connection.execute(begun)]
    return sorted(found | {outcome.id for _, outcome in linked(connection, ref.tenant, page)})


def _past(connection: sa.Connection, customers: Sequence[CustomerRef]) -> dict[CustomerRef, list[tuple[int, bool]]]:
    """Outcomes that name the customer, and those that name one of the customer's conversations; each once."""
    known: dict[CustomerRef, set[tuple[int, str, bool]]] = {}
    for row in connection.execute(_counting(_kept.customer).where(among(_kept.tenant, _kept.customer, customers))):
        known.setdefault(CustomerRef(row.tenant, row.name), set()).add((row.at, row.id, bool(row.bad)))
    c = conversations.c
    theirs = sa.select(c.tenant, c.id, c.customer).where(among(c.tenant, c.customer, customers))
    whose = {ConversationRef(r.tenant, r.id): CustomerRef(r.tenant, r.customer) for r in connection.execute(theirs)}
    # In steps, not as one join: SQLite, which keeps no statistics here, would go through all outcomes of the tenant.
    for some in _some(whose):
        query = _counting(_kept.conversation).where(among(_kept.tenant, _kept.conversation, some))
        for row in connection.execute(query):
            customer = whose[ConversationRef(row.tenant, row.name)]
            known.setdefault(customer, set()).add((row.at, row.id, bool(row.bad)))
    return {customer: [(at, bad) for at, _, bad in sorted(past)] for customer, past in known.items()}


def _some(refs: Iterable[ConversationRef]) -> Iterator[list[ConversationRef]]:
    every = list(refs)
    return (every[n : n + AT_ONCE] for n in range(0, len(every), AT_ONCE))


def _counting(name: sa.ColumnElement[str]) -> sa.Select[tuple[str, str, str, int, int]]:
    """Outcomes that count now, under the ``name`` by which they are looked for."""
    columns = (_kept.tenant, name.label("name"), _kept.id, _kept.at, _kept.bad)
    return sa.select(*columns).where(_kept.newest == 1, _kept.withdrawn == 0)
