"""Outbox: actions on their way out. A delivery leaves it only by a verdict; a claim merely hides it for a while.

    pending --delivered--> delivered        dead, delivered --requeue--> pending
    pending --dead-------> dead             pending --(late event)-----> withdrawn
    withdrawn, dead --delivered--> delivered  (the attempt under way got through after all)

All other verdicts on what is no longer pending change nothing: a slow worker cannot undo what another has reported.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from zhiyin.domain.delivery import Delivery, DeliveryStatus, Verdict
from zhiyin.domain.sight import Sight
from zhiyin.store.codec import RowValues, legs_body, to_delivery
from zhiyin.store.seen import seen
from zhiyin.store.tables import actions, conversations
from zhiyin.store.topic import Topic

PENDING = actions.c.status == sa.literal_column(f"'{DeliveryStatus.PENDING.value}'")
"""Written as a literal so that the index over pending actions alone is used."""


@dataclass(frozen=True, slots=True)
class _Claim:
    now: int
    lease: int
    limit: int

    @property
    def due(self) -> sa.ColumnElement[bool]:
        return sa.and_(PENDING, actions.c.next_at <= self.now, actions.c.lease_until <= self.now)


@dataclass(frozen=True, slots=True)
class _Requeue:
    action_id: str
    now: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    tenant: str
    conversation: str | None
    status: DeliveryStatus | None
    destination: str | None
    sight: Sight | None
    limit: int
    offset: int


class SqlOutbox(Topic):
    async def claim(self, now: int, lease: int, limit: int) -> list[Delivery]:
        wanted = _Claim(now, lease, limit)
        # Asked often and mostly for nothing: a look costs no write.
        if not await self._database.read(_any_due, wanted):
            return []
        (claimed,) = await self._database.write(_claim, [wanted])
        return claimed

    async def settle(self, verdicts: Sequence[Verdict]) -> None:
        await self._database.write(_settle, verdicts)

    async def requeue(self, action_id: str, now: int) -> bool:
        (done,) = await self._database.write(_requeue, [_Requeue(action_id, now)])
        return done

    async def deliveries(
        self,
        tenant: str,
        *,
        conversation: str | None = None,
        status: DeliveryStatus | None = None,
        destination: str | None = None,
        sight: Sight | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Delivery]:
        wanted = _Wanted(tenant, conversation, status, destination, sight, limit, offset)
        return await self._database.read(_deliveries, wanted)

    async def delivery(self, tenant: str, action_id: str) -> Delivery | None:
        return await self._database.read(_delivery, tenant, action_id)


def _any_due(connection: sa.Connection, wanted: _Claim) -> bool:
    return connection.execute(sa.select(actions.c.id).where(wanted.due).limit(1)).first() is not None


def _claim(connection: sa.Connection, claims: Sequence[_Claim]) -> list[list[Delivery]]:
    return [_claim_one(connection, wanted) for wanted in claims]


def _claim_one(connection: sa.Connection, wanted: _Claim) -> list[Delivery]:
    due = (
        sa.select(actions)
        .where(wanted.due)
        .order_by(actions.c.next_at, actions.c.id)
        .limit(wanted.limit)
        # Another process's claim under way is passed over, not waited for. SQLite has one writer and needs no locks.
        .with_for_update(skip_locked=True)
    )
    found = [to_delivery(row) for row in connection.execute(due).mappings()]
    if found:
        ids = [d.action.id for d in found]
        leased = sa.update(actions).where(actions.c.id.in_(ids)).values(lease_until=wanted.now + wanted.lease)
        connection.execute(leased)
    return found


def _settle(connection: sa.Connection, verdicts: Sequence[Verdict]) -> list[None]:
    delivered = [v for v in verdicts if v.status is DeliveryStatus.DELIVERED]
    failed = [v for v in verdicts if v.status is not DeliveryStatus.DELIVERED]
    for statement, some in ((_DELIVERED, delivered), (_FAILED, failed)):
        if some:
            ordered = sorted(some, key=lambda v: v.action_id)
            connection.execute(
                statement,
                [_values(v) for v in ordered],
            )
    return [None] * len(verdicts)


def _values(verdict: Verdict) -> RowValues:
    return {
        "of_id": verdict.action_id,
        "to": verdict.status.value,
        "then": verdict.next_at,
        "when": verdict.at,
        "why": verdict.error,
        "tried": 1 if verdict.counted else 0,
        "ways": legs_body(verdict.legs),
    }


_ALWAYS = {
    "status": sa.bindparam("to"),
    "attempts": actions.c.attempts + sa.bindparam("tried"),
    "error": sa.bindparam("why"),
    "legs": sa.bindparam("ways"),
    "lease_until": 0,
}
_OF = actions.c.id == sa.bindparam("of_id")

_DELIVERED = (
    sa.update(actions)
    .where(_OF, actions.c.status != DeliveryStatus.DELIVERED.value)
    .values(delivered_at=sa.bindparam("when"), **_ALWAYS)
)
_FAILED = sa.update(actions).where(_OF, PENDING).values(next_at=sa.bindparam("then"), **_ALWAYS)


def _requeue(connection: sa.Connection, wanted: Sequence[_Requeue]) -> list[bool]:
    return [_requeue_one(connection, one) for one in wanted]


def _requeue_one(connection: sa.Connection, wanted: _Requeue) -> bool:
    again = (
        sa.update(actions)
        .where(
            actions.c.id == wanted.action_id,
            actions.c.status.in_([DeliveryStatus.DEAD.value, DeliveryStatus.DELIVERED.value]),
        )
        .values(
            status=DeliveryStatus.PENDING.value,
            attempts=0,
            next_at=wanted.now,
            lease_until=0,
            delivered_at=None,
            error="",
        )
    )
    return connection.execute(again).rowcount == 1


def _deliveries(connection: sa.Connection, wanted: _Wanted) -> list[Delivery]:
    query = (
        sa.select(actions)
        .where(actions.c.tenant == wanted.tenant)
        .order_by(actions.c.created_at.desc(), actions.c.id.desc())
        .limit(wanted.limit)
        .offset(wanted.offset)
    )
    if wanted.conversation is not None:
        query = query.where(actions.c.conversation == wanted.conversation)
    if wanted.status is not None:
        query = query.where(actions.c.status == wanted.status.value)
    if wanted.destination is not None:
        leg = json.dumps({"destination": wanted.destination}, separators=(",", ":"))[1:-1]
        query = query.where(actions.c.legs.contains(leg, autoescape=True))
    if wanted.sight is not None:
        c = conversations.c
        # Not a list of all that is seen: that costs a look at every conversation of the tenant.
        mine = sa.exists().where(c.tenant == wanted.tenant, c.id == actions.c.conversation, seen(wanted.sight))
        query = query.where(mine.correlate(actions))
    return [to_delivery(row) for row in connection.execute(query).mappings()]


def _delivery(connection: sa.Connection, tenant: str, action_id: str) -> Delivery | None:
    query = sa.select(actions).where(actions.c.id == action_id, actions.c.tenant == tenant)
    row = connection.execute(query).mappings().first()
    return None if row is None else to_delivery(row)
