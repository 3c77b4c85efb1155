"""Summaries: reading the sums, grouped in SQL."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

import sqlalchemy as sa

from zhiyin.domain.conversation import Turn
from zhiyin.domain.errors import InputError
from zhiyin.domain.mood_summary import COLUMNS, WAITS, MoodSummary
from zhiyin.domain.summary_key import Axis, SummaryKey
from zhiyin.domain.summary_query import SummaryQuery
from zhiyin.domain.themes import TopicSummary, WordSummary
from zhiyin.domain.waits import Waits
from zhiyin.seams import Progress, Summer
from zhiyin.store import recount
from zhiyin.store.ledger import EVERYWHERE
from zhiyin.store.tables import events, mood_days, mood_hours, topic_days, waits, word_days, word_turns
from zhiyin.store.topic import Topic
from zhiyin.store.turns import to_turn, with_outcomes

HOUR_MS = 3_600_000
_TIMED = {Axis.HOUR, Axis.DAY, Axis.WEEK_HOUR}
_HOURLY = {Axis.HOUR, Axis.WEEK_HOUR}
_THURSDAY, _WEEK = 72, 168
"""Hours."""
_PLACE = (Axis.SCENE, Axis.CHANNEL, Axis.TEAM)


class SqlSummaries(Topic):
    async def cells(
        self, query: SummaryQuery, by: Collection[Axis] = (), only: Collection[str] | None = None
    ) -> list[tuple[SummaryKey, MoodSummary]]:
        if len(_TIMED & set(by)) > 1:
            raise InputError("sums are told apart by hour, by day or by hour of the week: choose one")
        return await self._database.read(_cells, query, frozenset(by), only, self._summer)

    async def topics(self, query: SummaryQuery) -> list[TopicSummary]:
        return await self._database.read(_topics, _whole_days(query, self._summer))

    async def words(self, query: SummaryQuery, limit: int = 100) -> list[WordSummary]:
        return await self._database.read(_words, _whole_days(query, self._summer), limit)

    async def word_turns(self, query: SummaryQuery, word: str, limit: int = 20) -> list[Turn]:
        return await self._database.read(_word_turns, query, word, limit)

    async def teams(self, query: SummaryQuery) -> list[str]:
        return await self._database.read(_teams, query)

    async def progress(self) -> Progress:
        return await self._database.read(recount.progress)

    async def uncounted(self) -> int:
        return await self._database.read(recount.uncounted)

    async def begin_counting(self) -> bool:
        (begun,) = await self._database.write(recount.begin, [self._counting()])
        return begun

    async def count_more(self, limit: int = 50) -> int:
        (found,) = await self._database.write(recount.count_more, [(self._counting(), limit)])
        return found

    async def recount(self) -> None:
        await self._database.write(recount.reset, [self._counting()])

    async def differences(self) -> list[str]:
        return await self._database.read(recount.differences, self._counting())

    async def trim_words(self, before: int, keep: int) -> int:
        (dropped,) = await self._database.write(recount.trim_words, [(before, keep)])
        return dropped

    def _counting(self) -> Summer:
        if self._summer is None:
            raise InputError("this store was opened without what counts its summaries")
        return self._summer


def _cells(
    connection: sa.Connection,
    query: SummaryQuery,
    by: frozenset[Axis],
    only: Collection[str] | None,
    summer: Summer | None,
) -> list[tuple[SummaryKey, MoodSummary]]:
    wanted = [name for name in COLUMNS if only is None or name in only]
    hourly = bool(_HOURLY & by) or not _is_whole_days(query, summer)
    found = _moods(connection, mood_hours if hourly else mood_days, query, by, wanted, summer)
    kinds = [] if _HOURLY & by else [name for name in WAITS if only is None or name in only]
    histograms = _waits(connection, _whole_days(query, summer), by, kinds) if kinds else {}
    keys = sorted({*found, *histograms}, key=_sort_key)
    cells = ((key, MoodSummary.of(found.get(key, {}), histograms.get(key))) for key in keys)
    return [(key, cell) for key, cell in cells if cell != MoodSummary()]


def _sort_key(key: SummaryKey) -> tuple[int, str, str, str]:
    return (key.at or 0, key.scene or "", key.channel or "", key.team or "")


def _moods(
    connection: sa.Connection,
    table: sa.Table,
    query: SummaryQuery,
    by: frozenset[Axis],
    wanted: Sequence[str],
    summer: Summer | None,
) -> dict[SummaryKey, dict[str, int]]:
    timed = bool(_TIMED & by)
    keys, moved = _keys(table, by, timed), _moving(table, by, summer)
    if Axis.WEEK_HOUR in by and summer and (offset := summer.offset_of(query.since, query.until)) is not None:
        keys, moved = [_week_hour(table, offset), *keys[1:]], None
    sums = [sa.func.sum(table.c[name]).label(name) for name in wanted]
    asked = sa.select(*keys, *sums).where(_within(table, query)).group_by(*keys)
    found: dict[SummaryKey, dict[str, int]] = {}
    for row in connection.execute(asked):
        key = _key(row[: len(keys)], by, timed)
        if moved and key.at is not None:
            key = SummaryKey(moved(key.at), key.scene, key.channel, key.team)
        cell = found.setdefault(key, {})
        for name, value in zip(wanted, row[len(keys) :], strict=True):
            # PostgreSQL adds up whole numbers as NUMERIC; over no rows at all a sum is NULL.
            cell[name] = cell.get(name, 0) + int(value or 0)
    return found


def _moving(table: sa.Table, by: frozenset[Axis], summer: Summer | None) -> Callable[[int], int] | None:
    """How the hour of a row becomes the time that is asked for; None: it is that already."""
    if summer and Axis.WEEK_HOUR in by:
        return summer.week_hour_of
    return summer.day_of if summer and Axis.DAY in by and table is mood_hours else None


def _week_hour(table: sa.Table, offset: int) -> sa.ColumnElement[Any]:
    """As ``Summer.week_hour_of``, in SQL: a twelfth of the rows come back. 1 January 1970 was a Thursday."""
    # Written out: PostgreSQL takes two parameters of the same value for different expressions.
    return sa.literal_column(f"(({table.name}.at + {offset}) / {HOUR_MS} + {_THURSDAY}) % {_WEEK}", sa.BigInteger)


def _waits(
    connection: sa.Connection, query: SummaryQuery, by: frozenset[Axis], kinds: Sequence[str]
) -> dict[SummaryKey, dict[str, Waits]]:
    timed = Axis.DAY in by
    keys: list[sa.ColumnElement[Any]] = [*_keys(waits, by, timed), waits.c.kind, waits.c.bucket]
    whole = not set(_PLACE) & by and (query.scene, query.channel, query.team) == (None, None, None)
    summed = waits.c.scene == EVERYWHERE if whole else waits.c.scene != EVERYWHERE
    asked = sa.select(*keys, sa.func.sum(waits.c.turns)).where(_within(waits, query), summed, waits.c.kind.in_(kinds))
    found: dict[SummaryKey, dict[str, dict[int, int]]] = {}
    for row in connection.execute(asked.group_by(*keys)):
        *place, kind, bucket, count = row
        key = _key(place, by, timed)
        found.setdefault(key, {}).setdefault(kind, {})[bucket] = int(count)
    return {key: {kind: Waits(counts) for kind, counts in cell.items()} for key, cell in found.items()}


def _keys(table: sa.Table, by: frozenset[Axis], timed: bool) -> list[sa.ColumnElement[Any]]:
    return [*([table.c.at] if timed else []), *(table.c[axis.value] for axis in _PLACE if axis in by)]


def _key(values: Sequence[object], by: frozenset[Axis], timed: bool) -> SummaryKey:
    left = iter(values)
    at = next(left) if timed else None
    place = {axis.value: str(next(left)) for axis in _PLACE if axis in by}
    return SummaryKey(at if isinstance(at, int) else None, **place)


def _within(table: sa.Table, query: SummaryQuery) -> sa.ColumnElement[bool]:
    wanted = [table.c.tenant == query.tenant, table.c.at >= query.since, table.c.at < query.until]
    for name in ("scene", "channel", "team"):
        value = getattr(query, name)
        if value is not None and name in table.c:
            wanted.append(table.c[name] == value)
    return sa.and_(*wanted)


def _is_whole_days(query: SummaryQuery, summer: Summer | None) -> bool:
    return summer is not None and all(summer.day_of(at) == at for at in (query.since, query.until))


def _whole_days(query: SummaryQuery, summer: Summer | None) -> SummaryQuery:
    """All days that the time touches."""
    since = summer.day_of(query.since) if summer else query.since
    return SummaryQuery(query.tenant, since, query.until, query.scene, query.channel, query.team)


def _topics(connection: sa.Connection, query: SummaryQuery) -> list[TopicSummary]:
    c = topic_days.c
    turns, negative, load = (sa.func.sum(c[name]) for name in ("turns", "negative", "load"))
    asked = sa.select(c.name, turns, negative, load).where(_within(topic_days, query)).group_by(c.name)
    found = [TopicSummary(row[0], int(row[1]), int(row[2]), int(row[3])) for row in connection.execute(asked)]
    return sorted((t for t in found if t.turns), key=lambda t: (-t.load, -t.turns, t.topic))


def _words(connection: sa.Connection, query: SummaryQuery, limit: int) -> list[WordSummary]:
    c = word_days.c
    turns, negative = sa.func.sum(c.turns).label("said"), sa.func.sum(c.negative).label("bad")
    asked = (
        sa.select(c.name, turns, negative)
        .where(_within(word_days, query))
        .group_by(c.name)
        .having(turns > 0)
        .order_by(negative.desc(), turns.desc(), c.name)
        .limit(limit)
    )
    return [WordSummary(row[0], int(row[1]), int(row[2])) for row in connection.execute(asked)]


def _word_turns(connection: sa.Connection, query: SummaryQuery, word: str, limit: int) -> list[Turn]:
    c = word_turns.c
    latest = (
        sa.select(c.tenant, c.conversation, c.event_id)
        .where(_within(word_turns, query), c.word == word)
        .order_by(c.at.desc(), c.conversation.desc(), c.event_id.desc())
        .limit(limit)
        .subquery()
    )
    said = with_outcomes().where(
        events.c.tenant == latest.c.tenant,
        events.c.conversation == latest.c.conversation,
        events.c.event_id == latest.c.event_id,
    )
    rows = connection.execute(said.order_by(events.c.at.desc(), events.c.conversation.desc())).mappings()
    return [to_turn(row) for row in rows]


def _teams(connection: sa.Connection, query: SummaryQuery) -> list[str]:
    c = mood_days.c
    asked = sa.select(c.team).where(c.tenant == query.tenant, c.team != "").distinct().order_by(c.team).limit(200)
    return list(connection.execute(asked).scalars())
