"""End days: how the conversations of each day ended, counted once, and again when a mark says that it has changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec
import sqlalchemy as sa

from zhiyin.domain.end_cell import DAY_MS, EndCell, EndRule, china_day
from zhiyin.domain.end_counts import EndCounts, TierCounts
from zhiyin.domain.errors import StoreError
from zhiyin.store.database import insert
from zhiyin.store.end_marks import days_of, to_mark
from zhiyin.store.end_scan import Stretch, ends
from zhiyin.store.tables import conversations, end_days, end_marks

_ONE_COUNTER = 0x656E6473
"""Name of PostgreSQL's lock: one process at a time brings days up to date, and nobody ever waits for it."""
_d = end_days.c


class _Kept(msgspec.Struct):
    """``last_day`` is None: an outcome came back; else the day of the last event of those without any."""

    scene: str
    channel: str
    last_day: int | None
    ends: EndCounts


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(list[_Kept])


@dataclass(frozen=True, slots=True)
class Counted:
    """A day as it was counted from what was there when its row had this version (0: it had none)."""

    tenant: str
    day: int
    version: int
    body: str


def marked(connection: sa.Connection) -> bool:
    return connection.execute(sa.select(end_marks.c.number).limit(1)).first() is not None


def settle(connection: sa.Connection, limits: Sequence[int]) -> list[int]:
    """Turn marks into days that must be counted anew; how many marks there were."""
    done = []
    for limit in limits:
        rows = connection.execute(sa.select(end_marks).limit(limit)).all() if _only_one(connection) else []
        reset(connection, days_of(connection, {to_mark(row) for row in rows}))
        if rows:
            connection.execute(sa.delete(end_marks).where(end_marks.c.number.in_([row.number for row in rows])))
        done.append(len(rows))
    return done


def reset(connection: sa.Connection, days: Iterable[tuple[str, int]]) -> None:
    rows = [{"tenant": tenant, "day": day, "version": 1, "body": None} for tenant, day in sorted(days)]
    if rows:
        statement = insert(connection, end_days)
        upsert = statement.on_conflict_do_update(
            index_elements=[_d.tenant, _d.day], set_={"version": _d.version + 1, "body": None}
        )
        connection.execute(upsert, rows)


def reset_all(connection: sa.Connection) -> None:
    connection.execute(sa.update(end_days).values(version=_d.version + 1, body=None))


def keep(connection: sa.Connection, days: Sequence[Counted]) -> list[bool]:
    """True where it was kept: not where something had changed since it was counted."""
    if not _only_one(connection):
        return [False] * len(days)
    statement = insert(connection, end_days)
    kept = []
    for day in days:
        row = {"tenant": day.tenant, "day": day.day, "version": day.version, "body": day.body}
        upsert = statement.values(row).on_conflict_do_update(
            index_elements=[_d.tenant, _d.day], set_={"body": day.body}, where=_d.version == day.version
        )
        kept.append(connection.execute(upsert.returning(_d.day)).first() is not None)
    return kept


def count_some(connection: sa.Connection, limit: int) -> list[Counted]:
    """Up to so many days that are not counted yet, of any tenant."""
    found: list[Counted] = []
    for tenant in _tenants(connection):
        kept = _versions(connection, tenant)
        for day in _uncounted(connection, tenant, kept):
            if len(found) >= limit:
                return found
            found.append(Counted(tenant, day, kept.get(day, (0, False))[0], body_of(connection, tenant, day)))
    return found


def body_of(connection: sa.Connection, tenant: str, day: int) -> str:
    """A day counted from scratch; equal counts are equal texts."""
    cells: dict[tuple[str, str, int | None], EndCounts] = {}
    for end in ends(connection, Stretch(tenant, day, day + DAY_MS)):
        key = (end.scene, end.channel, None if end.told else china_day(end.last_at))
        cells.setdefault(key, EndCounts()).add(end)
    ordered = sorted(cells.items(), key=lambda item: (item[0][0], item[0][1], item[0][2] or 0, item[0][2] is None))
    kept = [_Kept(*key, _ordered(counts)) for key, counts in ordered]
    return _encoder.encode(kept).decode()


def cells(connection: sa.Connection, stretch: Stretch, rule: EndRule) -> list[EndCell]:
    """From the days that are counted, and for the rest (today, mostly) from the conversations themselves."""
    found: dict[tuple[int, str, str], EndCell] = {}
    after = stretch.since
    for day, kept in _good_days(connection, stretch, rule):
        _count_live(connection, replace(stretch, since=after, until=day), rule, found)
        for cell in kept:
            if stretch.scene in (None, cell.scene) and stretch.channel in (None, cell.channel):
                _cell(found, day, cell.scene, cell.channel).add(cell.ends, known=_known(cell, rule))
        after = day + DAY_MS
    _count_live(connection, replace(stretch, since=after), rule, found)
    return list(found.values())


def _good_days(connection: sa.Connection, stretch: Stretch, rule: EndRule) -> Iterator[tuple[int, list[_Kept]]]:
    """Days that lie within the stretch whole and whose counts hold, in order."""
    marks = connection.execute(sa.select(end_marks).where(end_marks.c.tenant == stretch.tenant))
    stale = {day for _, day in days_of(connection, {to_mark(row) for row in marks})}
    query = sa.select(_d.day, _d.body).where(_d.tenant == stretch.tenant, _d.body.is_not(None)).order_by(_d.day)
    if stretch.since is not None:
        query = query.where(_d.day >= stretch.since)
    if stretch.until is not None:
        query = query.where(_d.day <= stretch.until - DAY_MS)
    for day, body in connection.execute(query).all():
        if day not in stale:
            kept = _decode(body)
            if all(_known(cell, rule) is not None for cell in kept):
                yield day, kept


def _known(cell: _Kept, rule: EndRule) -> bool | None:
    """Whether the ends of this cell are known; None: those of some of its conversations are."""
    if cell.last_day is None:
        return True
    if rule.silent_until is None or rule.silent_until < cell.last_day:
        return False
    return True if rule.silent_until >= cell.last_day + DAY_MS - 1 else None


def _count_live(
    connection: sa.Connection, stretch: Stretch, rule: EndRule, found: dict[tuple[int, str, str], EndCell]
) -> None:
    if stretch.since is not None and stretch.until is not None and stretch.since >= stretch.until:
        return
    for end in ends(connection, stretch):
        cell = _cell(found, china_day(end.opened_at), end.scene, end.channel)
        cell.began += 1
        if rule.known(end):
            cell.ends.add(end)


def _cell(found: dict[tuple[int, str, str], EndCell], day: int, scene: str, channel: str) -> EndCell:
    cell = found.get((day, scene, channel))
    if cell is None:
        cell = found[day, scene, channel] = EndCell(day, scene, channel)
    return cell


def stale_or_wrong(connection: sa.Connection) -> list[tuple[str, int]]:
    """(tenant, day) of counts that hold by the marks but are not those from scratch. There should never be any."""
    marks = {to_mark(row) for row in connection.execute(sa.select(end_marks))}
    stale = days_of(connection, marks)
    rows = connection.execute(sa.select(_d.tenant, _d.day, _d.body).where(_d.body.is_not(None))).all()
    good = [row for row in rows if (row.tenant, row.day) not in stale]
    return [(row.tenant, row.day) for row in good if body_of(connection, row.tenant, row.day) != row.body]


def _tenants(connection: sa.Connection) -> Iterator[str]:
    """One look into the index each, however many conversations there are."""
    tenant: str | None = ""
    c = conversations.c.tenant
    while (tenant := connection.execute(sa.select(sa.func.min(c)).where(c > tenant)).scalar()) is not None:
        yield tenant


def _versions(connection: sa.Connection, tenant: str) -> dict[int, tuple[int, bool]]:
    query = sa.select(_d.day, _d.version, _d.body.is_not(None).label("good")).where(_d.tenant == tenant)
    return {row.day: (row.version, bool(row.good)) for row in connection.execute(query)}


def _uncounted(connection: sa.Connection, tenant: str, kept: Mapping[int, tuple[int, bool]]) -> Iterator[int]:
    """Days on which conversations began, between those that are counted; one look into the index for each."""
    c = conversations.c
    after: int | None = None
    for bound in (*sorted(day for day, (_, good) in kept.items() if good), None):
        while after is None or after != bound:
            query = sa.select(sa.func.min(c.opened_at)).where(c.tenant == tenant)
            query = query if after is None else query.where(c.opened_at >= after)
            query = query if bound is None else query.where(c.opened_at < bound)
            first = connection.execute(query).scalar()
            if first is None:
                break
            yield china_day(first)
            after = china_day(first) + DAY_MS
        after = None if bound is None else bound + DAY_MS


def _ordered(counts: EndCounts) -> EndCounts:
    tiers = tuple(
        TierCounts(t.warned, t.hits, dict(sorted(t.lead_turns.items())), dict(sorted(t.lead_s.items())))
        for t in counts.tiers
    )
    return EndCounts(counts.known, counts.bad, tiers, dict(sorted(counts.tenths.items())))


def _decode(body: str) -> list[_Kept]:
    try:
        return _decoder.decode(body)
    except msgspec.MsgspecError as error:
        raise StoreError(f"stored counts of ends cannot be read ({error}); run 'zhiyin summaries rebuild'") from None


def _only_one(connection: sa.Connection) -> bool:
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_ONE_COUNTER))).scalar())
