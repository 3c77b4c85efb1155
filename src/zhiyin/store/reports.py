"""Reports: schedules, what was made by them or by hand, the files, and their way to the recipients."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.errors import ConflictError
from zhiyin.domain.made_report import MadeReport, ReportOrder, ReportStatus
from zhiyin.domain.report_delivery import ReportDelivery
from zhiyin.domain.report_schedule import ReportFormat, ReportSchedule
from zhiyin.seams.reports import MOST_REPORTS, MOST_SCHEDULES
from zhiyin.store.database import insert
from zhiyin.store.report_rows import (
    delivery_row,
    file_rows,
    made_row,
    schedule_row,
    to_content,
    to_delivery,
    to_made,
    to_schedule,
)
from zhiyin.store.tables import made_reports, report_deliveries, report_files, report_schedules
from zhiyin.store.topic import Topic


@dataclass(frozen=True, slots=True)
class _Ordered:
    order: ReportOrder
    schedule: ReportSchedule | None


@dataclass(frozen=True, slots=True)
class _Made:
    made: MadeReport
    contents: Mapping[ReportFormat, bytes]
    deliveries: tuple[ReportDelivery, ...]


@dataclass(frozen=True, slots=True)
class _Claim:
    now: int
    lease: int
    limit: int


class SqlReports(Topic):
    async def keep_schedule(self, schedule: ReportSchedule) -> None:
        await self._database.write(_keep_schedule, [schedule])

    async def schedules(self, tenant: str) -> list[ReportSchedule]:
        return await self._database.read(_schedules, tenant)

    async def drop_schedule(self, tenant: str, schedule_id: str) -> bool:
        (done,) = await self._database.write(_drop_schedule, [(tenant, schedule_id)])
        return done

    async def due_schedules(self, now: int, limit: int = 100) -> list[ReportSchedule]:
        return await self._database.read(_due_schedules, now, limit)

    async def order_report(self, order: ReportOrder, schedule: ReportSchedule | None = None) -> bool:
        (new,) = await self._database.write(_order, [_Ordered(order, schedule)])
        return new

    async def waiting_reports(self, now: int, limit: int = 10) -> list[MadeReport]:
        return await self._database.read(_waiting, now, limit)

    async def keep_made(
        self, made: MadeReport, contents: Mapping[ReportFormat, bytes], deliveries: Sequence[ReportDelivery] = ()
    ) -> bool:
        (kept,) = await self._database.write(_keep_made, [_Made(made, contents, tuple(deliveries))])
        return kept

    async def made_reports(self, tenant: str, limit: int = 100, offset: int = 0) -> list[MadeReport]:
        return await self._database.read(_made_reports, tenant, limit, offset)

    async def made_report(self, tenant: str, report_id: str) -> MadeReport | None:
        return await self._database.read(_made_report, tenant, report_id)

    async def report_file(self, tenant: str, report_id: str, form: ReportFormat) -> bytes | None:
        return to_content(await self._database.read(_parts, tenant, report_id, form))

    async def drop_report(self, tenant: str, report_id: str) -> bool:
        (done,) = await self._database.write(_drop_reports, [(tenant, report_id)])
        return done

    async def claim_report_deliveries(self, now: int, lease: int, limit: int = 50) -> list[ReportDelivery]:
        if not await self._database.read(_any_due, now):  # asked often and mostly for nothing: a look costs no write
            return []
        (claimed,) = await self._database.write(_claim_deliveries, [_Claim(now, lease, limit)])
        return claimed

    async def keep_report_delivery(self, delivery: ReportDelivery) -> None:
        await self._database.write(_keep_delivery, [delivery])

    async def report_deliveries(self, tenant: str, report_ids: Sequence[str]) -> list[ReportDelivery]:
        return await self._database.read(_deliveries, tenant, tuple(report_ids))


def _keep_schedule(connection: sa.Connection, schedules: Sequence[ReportSchedule]) -> list[None]:
    for schedule in schedules:
        row, c = schedule_row(schedule), report_schedules.c
        statement = insert(connection, report_schedules).values(row)
        connection.execute(statement.on_conflict_do_update(index_elements=[c.tenant, c.id], set_=row))
        count = sa.select(sa.func.count()).where(c.tenant == schedule.tenant)
        if connection.execute(count).scalar_one() > MOST_SCHEDULES:
            raise ConflictError(f"there are {MOST_SCHEDULES} report schedules already; delete one that is not needed")
    return [None] * len(schedules)


def _schedules(connection: sa.Connection, tenant: str) -> list[ReportSchedule]:
    query = sa.select(report_schedules).where(report_schedules.c.tenant == tenant).order_by(report_schedules.c.id)
    return [to_schedule(row) for row in connection.execute(query).mappings()]


def _drop_schedule(connection: sa.Connection, wanted: Sequence[tuple[str, str]]) -> list[bool]:
    c = report_schedules.c
    statements = (sa.delete(report_schedules).where(c.tenant == tenant, c.id == name) for tenant, name in wanted)
    return [connection.execute(statement).rowcount == 1 for statement in statements]


def _due_schedules(connection: sa.Connection, now: int, limit: int) -> list[ReportSchedule]:
    c = report_schedules.c
    query = sa.select(report_schedules).where(c.next_at <= now).order_by(c.next_at, c.tenant, c.id).limit(limit)
    return [to_schedule(row) for row in connection.execute(query).mappings()]


def _order(connection: sa.Connection, ordered: Sequence[_Ordered]) -> list[bool]:
    done = []
    for one in ordered:
        row = made_row(MadeReport(one.order))
        statement = insert(connection, made_reports).values(row).on_conflict_do_nothing()
        done.append(connection.execute(statement).rowcount == 1)
        if one.schedule is not None:
            c, moved = report_schedules.c, schedule_row(one.schedule)
            same = (c.tenant == one.schedule.tenant, c.id == one.schedule.id)
            # An update, so that a schedule that was deleted meanwhile does not come back.
            connection.execute(sa.update(report_schedules).where(*same).values(moved))
        if done[-1]:
            _make_room(connection, one.order.tenant)
    return done


def _make_room(connection: sa.Connection, tenant: str) -> None:
    c = made_reports.c
    old = sa.select(c.id).where(c.tenant == tenant).order_by(c.ordered_at.desc(), c.id.desc()).offset(MOST_REPORTS)
    _drop_reports(connection, [(tenant, row.id) for row in connection.execute(old.limit(100))])


def _waiting(connection: sa.Connection, now: int, limit: int) -> list[MadeReport]:
    c = made_reports.c
    query = sa.select(made_reports).where(c.status == ReportStatus.WAITING.value, c.next_at <= now)
    query = query.order_by(c.next_at, c.ordered_at, c.tenant, c.id).limit(limit)
    return [to_made(row) for row in connection.execute(query).mappings()]


def _keep_made(connection: sa.Connection, finished: Sequence[_Made]) -> list[bool]:
    done = []
    for one in finished:
        order, c = one.made.order, made_reports.c
        open_ones = (c.tenant == order.tenant, c.id == order.id, c.status != ReportStatus.READY.value)
        kept = connection.execute(sa.update(made_reports).where(*open_ones).values(made_row(one.made))).rowcount == 1
        done.append(kept)
        if not kept:
            continue
        for form, content in one.contents.items():
            for row in file_rows(order.tenant, order.id, form, content):
                connection.execute(insert(connection, report_files).values(row))
        for delivery in one.deliveries:
            statement = insert(connection, report_deliveries).values(delivery_row(delivery))
            connection.execute(statement.on_conflict_do_nothing())
    return done


def _made_reports(connection: sa.Connection, tenant: str, limit: int, offset: int) -> list[MadeReport]:
    c = made_reports.c
    query = sa.select(made_reports).where(c.tenant == tenant).order_by(c.ordered_at.desc(), c.id.desc())
    return [to_made(row) for row in connection.execute(query.limit(limit).offset(offset)).mappings()]


def _made_report(connection: sa.Connection, tenant: str, report_id: str) -> MadeReport | None:
    query = sa.select(made_reports).where(made_reports.c.tenant == tenant, made_reports.c.id == report_id)
    row = connection.execute(query).mappings().first()
    return None if row is None else to_made(row)


def _parts(connection: sa.Connection, tenant: str, report_id: str, form: ReportFormat) -> list[str]:
    c = report_files.c
    query = sa.select(c.body).where(c.tenant == tenant, c.report == report_id, c.format == form.value)
    return [str(row.body) for row in connection.execute(query.order_by(c.part))]


def _drop_reports(connection: sa.Connection, wanted: Sequence[tuple[str, str]]) -> list[bool]:
    done = []
    for tenant, name in wanted:
        for table in (report_files, report_deliveries):
            connection.execute(sa.delete(table).where(table.c.tenant == tenant, table.c.report == name))
        c = made_reports.c
        done.append(connection.execute(sa.delete(made_reports).where(c.tenant == tenant, c.id == name)).rowcount == 1)
    return done


def _due(now: int) -> sa.ColumnElement[bool]:
    c = report_deliveries.c
    return sa.and_(c.status == DeliveryStatus.PENDING.value, c.next_at <= now)


def _any_due(connection: sa.Connection, now: int) -> bool:
    return connection.execute(sa.select(report_deliveries.c.id).where(_due(now)).limit(1)).first() is not None


def _claim_deliveries(connection: sa.Connection, claims: Sequence[_Claim]) -> list[list[ReportDelivery]]:
    return [_claim_one(connection, claim) for claim in claims]


def _claim_one(connection: sa.Connection, claim: _Claim) -> list[ReportDelivery]:
    c = report_deliveries.c
    query = sa.select(report_deliveries).where(_due(claim.now)).order_by(c.next_at, c.tenant, c.id).limit(claim.limit)
    # Another process's claim under way is passed over, not waited for. SQLite has one writer and needs no locks.
    rows = connection.execute(query.with_for_update(skip_locked=True)).mappings()
    found = [to_delivery(row) for row in rows]
    for delivery in found:
        hidden = delivery_row(replace(delivery, next_at=claim.now + claim.lease))
        same = (c.tenant == delivery.tenant, c.id == delivery.id)
        connection.execute(sa.update(report_deliveries).where(*same).values(hidden))
    return found


def _keep_delivery(connection: sa.Connection, deliveries: Sequence[ReportDelivery]) -> list[None]:
    for delivery in deliveries:
        row, c = delivery_row(delivery), report_deliveries.c
        statement = insert(connection, report_deliveries).values(row)
        connection.execute(statement.on_conflict_do_update(index_elements=[c.tenant, c.id], set_=row))
    return [None] * len(deliveries)


def _deliveries(connection: sa.Connection, tenant: str, report_ids: tuple[str, ...]) -> list[ReportDelivery]:
    c = report_deliveries.c
    query = sa.select(report_deliveries).where(c.tenant == tenant, c.report.in_(report_ids))
    found = [to_delivery(row) for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda d: (d.report, d.way, d.target))
