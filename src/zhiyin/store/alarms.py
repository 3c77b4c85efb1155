"""Alarms: conversations that rang, and what people did about it.

An alarm is not written when it rings: it is what the snapshot says (the highest tier reached, and when), beside what
was done about it. So it is there as soon as the turn is, follows a late event, and opens by itself on a higher tier.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from zhiyin.domain.alarm_handling import ALARM_FROM, SYSTEM, AlarmCase, AlarmState, Deed, DeedKind, PastDeed, after
from zhiyin.domain.alarm_times import AlarmTimes
from zhiyin.domain.decision import Action
from zhiyin.domain.errors import NotFoundError
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import ConversationRef
from zhiyin.seams import AlarmQuery
from zhiyin.store.alarm_rows import deed_row, handling_row, to_case, to_past_deed
from zhiyin.store.codec import action_row
from zhiyin.store.database import insert
from zhiyin.store.seen import seen
from zhiyin.store.tables import actions, alarm_deeds, alarm_handling, conversations
from zhiyin.store.tile_row import LEVELS
from zhiyin.store.topic import Topic
from zhiyin.store.wall import RANG, handled

_c, _h, _d = conversations.c, alarm_handling.c, alarm_deeds.c
_SEVERE = _c.alarm_level == sa.literal_column(str(Tier.SEVERE.level))
"""Written as a literal so that the index over severe alarms alone is used."""

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class _Handle:
    ref: ConversationRef
    deed: Deed
    seen: int | None


@dataclass(frozen=True, slots=True)
class _Escalate:
    case: AlarmCase
    action: Action
    now: int


class SqlAlarms(Topic):
    async def alarm(self, ref: ConversationRef) -> AlarmCase | None:
        return await self._database.read(_alarm, ref)

    async def alarms(self, query: AlarmQuery) -> list[AlarmCase]:
        return await self._database.read(_alarms, query)

    async def alarm_counts(self, tenant: str, since: int, tier: Tier = ALARM_FROM) -> dict[AlarmState, int]:
        return await self._database.read(_counts, tenant, since, tier)

    async def alarm_history(self, ref: ConversationRef) -> list[PastDeed]:
        return await self._database.read(_history, ref)

    async def handle_alarm(self, ref: ConversationRef, deed: Deed, seen: int | None = None) -> tuple[AlarmCase, bool]:
        (done,) = await self._database.write(_handle, [_Handle(ref, deed, seen)])
        return done

    async def unanswered_alarms(self, rang_until: int, alive_since: int, limit: int = 100) -> list[AlarmCase]:
        return await self._database.read(_unanswered, rang_until, alive_since, limit)

    async def escalate_alarms(self, cases: Sequence[tuple[AlarmCase, Action]], now: int) -> list[AlarmCase | None]:
        return await self._database.write(_escalate, [_Escalate(case, action, now) for case, action in cases])

    async def alarm_times(self, tenant: str, since: int, until: int) -> list[AlarmTimes]:
        return await self._database.read(_times, tenant, since, until)


def _cases() -> sa.Select[tuple[object, ...]]:
    of = (_c.tenant.label("of_tenant"), _c.id, _c.alarm_level, _c.alarm_at, _c.scene, _c.channel, _c.agent)
    more = (_c.team.label("of_team"), _c.last_at, _c.risk)
    done = tuple(c for c in _h if c.name not in {"tenant", "conversation"})
    return sa.select(*of, *more, *done).select_from(conversations.outerjoin(alarm_handling, handled()))


def _state() -> sa.ColumnElement[str]:
    """How the alarm stands: open unless something was done for this tier or a higher one."""
    return sa.case((_h.level >= _c.alarm_level, _h.state), else_=AlarmState.OPEN.value)


def _alarm(connection: sa.Connection, ref: ConversationRef) -> AlarmCase | None:
    query = _cases().where(_c.tenant == ref.tenant, _c.id == ref.id, RANG)
    row = connection.execute(query).mappings().first()
    return None if row is None else to_case(row)


def _alarms(connection: sa.Connection, query: AlarmQuery) -> list[AlarmCase]:
    wanted = _cases().where(_rang(query.tenant, query.since, query.tier))
    if query.state is not None:
        wanted = wanted.where(_state() == query.state.value)
    if query.team is not None:
        wanted = wanted.where(_c.team == query.team)
    if query.scene is not None:
        wanted = wanted.where(_c.scene == query.scene)
    if query.sight is not None:
        wanted = wanted.where(seen(query.sight))
    page = wanted.order_by(_c.alarm_at.desc(), _c.id.desc()).limit(query.limit).offset(query.offset)
    return [to_case(row) for row in connection.execute(page).mappings()]


def _rang(tenant: str, since: int, tier: Tier) -> sa.ColumnElement[bool]:
    return sa.and_(_c.tenant == tenant, RANG, _c.alarm_at >= since, _c.alarm_level >= tier.level)


def _counts(connection: sa.Connection, tenant: str, since: int, tier: Tier) -> dict[AlarmState, int]:
    query = sa.select(_state().label("state")).select_from(conversations.outerjoin(alarm_handling, handled()))
    found = dict.fromkeys(AlarmState, 0)
    for row in connection.execute(query.where(_rang(tenant, since, tier))):
        found[AlarmState(row.state)] += 1
    return found


def _history(connection: sa.Connection, ref: ConversationRef) -> list[PastDeed]:
    query = sa.select(alarm_deeds).where(_d.tenant == ref.tenant, _d.conversation == ref.id).order_by(_d.version)
    return [to_past_deed(row) for row in connection.execute(query).mappings()]


def _handle(connection: sa.Connection, wanted: Sequence[_Handle]) -> list[tuple[AlarmCase, bool]]:
    return [_handle_one(connection, one) for one in wanted]


def _handle_one(connection: sa.Connection, wanted: _Handle) -> tuple[AlarmCase, bool]:
    _lock(connection, wanted.ref)
    case = _alarm(connection, wanted.ref)
    if case is None:
        raise NotFoundError("this conversation has no alarm: it is unknown, or never reached a tier of warning")
    return _written(connection, case, wanted.deed, wanted.seen)


def _lock(connection: sa.Connection, ref: ConversationRef) -> None:
    """Of two processes the second waits here, and then sees what the first did. SQLite has one writer anyway."""
    row = sa.select(_c.id).where(_c.tenant == ref.tenant, _c.id == ref.id).with_for_update()
    connection.execute(row)


def _written(connection: sa.Connection, case: AlarmCase, deed: Deed, seen: int | None) -> tuple[AlarmCase, bool]:
    handling = after(case, deed, seen)
    if handling is None:
        return case, False
    row = handling_row(case.ref, handling)
    statement = insert(connection, alarm_handling)
    values = {name: statement.excluded[name] for name in row if name not in {"tenant", "conversation"}}
    connection.execute(statement.on_conflict_do_update(index_elements=[_h.tenant, _h.conversation], set_=values), row)
    connection.execute(sa.insert(alarm_deeds), deed_row(case, handling))
    return replace(case, handling=handling), True


def _unanswered(connection: sa.Connection, rang_until: int, alive_since: int, limit: int) -> list[AlarmCase]:
    # An alarm rings on an event, so a conversation that still lives rang, or went on, after ``alive_since``; older
    # alarms of talks that go on stay due, but nobody looks at those of last year for them: a day bounds the look.
    due = sa.and_(_SEVERE, _c.alarm_at <= rang_until, _c.alarm_at >= alive_since - DAY_MS, _c.last_at >= alive_since)
    untouched = sa.or_(_h.level.is_(None), _h.level < _c.alarm_level)
    query = _cases().where(due, untouched, _c.closed == 0).order_by(_c.alarm_at).limit(limit)
    return [to_case(row) for row in connection.execute(query).mappings()]


def _escalate(connection: sa.Connection, wanted: Sequence[_Escalate]) -> list[AlarmCase | None]:
    return [_escalate_one(connection, one) for one in wanted]


def _escalate_one(connection: sa.Connection, wanted: _Escalate) -> AlarmCase | None:
    _lock(connection, wanted.case.ref)
    case = _alarm(connection, wanted.case.ref)
    if case is None or case.tier is not wanted.case.tier or case.current is not None:
        return None
    done, _ = _written(connection, case, Deed(DeedKind.ESCALATE, SYSTEM, wanted.now), None)
    row = action_row(wanted.action, case.ref, "", case.scene, wanted.now)
    connection.execute(insert(connection, actions).on_conflict_do_nothing(), row)
    return done


def _times(connection: sa.Connection, tenant: str, since: int, until: int) -> list[AlarmTimes]:
    sums = (sa.func.count(), sa.func.sum(_d.waited), sa.func.max(_d.waited))
    query = (
        sa.select(_d.level, _d.served_by_team, *sums)
        .where(_d.tenant == tenant, _d.done_at >= since, _d.done_at < until, _d.waited.is_not(None))
        .group_by(_d.level, _d.served_by_team)
        .order_by(_d.level.desc(), _d.served_by_team)
    )
    rows = connection.execute(query)
    return [AlarmTimes(LEVELS[row[0]], row[1], row[2], int(row[3]), int(row[4])) for row in rows]
