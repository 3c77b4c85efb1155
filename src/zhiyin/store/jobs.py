"""Jobs: long work in the background; a worker holds one by a lease, so that a killed worker's goes on elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from zhiyin.domain.errors import ConflictError
from zhiyin.domain.job import Job, JobStatus
from zhiyin.store.database import insert
from zhiyin.store.tables import job_pages, jobs
from zhiyin.store.topic import Topic

_WAITING, _RUNNING = JobStatus.WAITING.value, JobStatus.RUNNING.value
_AGAIN = (JobStatus.CANCELLED.value, JobStatus.FAILED.value)
_ENDED = tuple(status.value for status in JobStatus if status.ended)
_OBJECT = msgspec.json.Decoder(dict[str, object])


@dataclass(frozen=True, slots=True)
class _Take:
    kinds: tuple[str, ...]
    now: int
    lease: int


@dataclass(frozen=True, slots=True)
class _Change:
    """An update of one job, which must be in one of ``among``; None: whoever's, of whatever attempt, it is."""

    job: str
    tenant: str | None
    among: tuple[str, ...]
    values: Mapping[str, object]
    attempt: int | None = None


class SqlJobs(Topic):
    async def add_job(self, job: Job) -> None:
        await self._database.write(_add, [job])

    async def job(self, tenant: str, job_id: str) -> Job | None:
        return await self._database.read(_one, tenant, job_id)

    async def jobs(self, tenant: str, kind: str | None = None, limit: int = 100) -> list[Job]:
        return await self._database.read(_newest, tenant, kind, limit)

    async def take_job(self, kinds: Sequence[str], now: int, lease: int) -> Job | None:
        (taken,) = await self._database.write(_take, [_Take(tuple(kinds), now, lease)])
        return taken

    async def report_job(
        self, job: Job, done: int, total: int | None, kept: Mapping[str, object], lease_until: int
    ) -> bool:
        values = {"done": done, "total": total, "kept": _text(kept), "lease_until": lease_until}
        return await self._change(_Change(job.id, None, (_RUNNING,), values, job.attempt))

    async def end_job(
        self, job: Job, status: JobStatus, at: int, result: Mapping[str, object] | None = None, error: str = ""
    ) -> bool:
        told = None if result is None else _text(result)
        values = {"status": status.value, "ended_at": at, "result": told, "error": error, "lease_until": 0}
        return await self._change(_Change(job.id, None, (_RUNNING,), values, job.attempt))

    async def cancel_job(self, tenant: str, job_id: str, at: int) -> bool:
        values = {"status": JobStatus.CANCELLED.value, "ended_at": at, "lease_until": 0}
        return await self._change(_Change(job_id, tenant, (_WAITING, _RUNNING), values))

    async def requeue_job(self, tenant: str, job_id: str) -> bool:
        values = {"status": _WAITING, "ended_at": None, "error": "", "lease_until": 0}
        return await self._change(_Change(job_id, tenant, _AGAIN, values))

    async def drop_job(self, tenant: str, job_id: str) -> bool:
        (done,) = await self._database.write(_drop, [(tenant, job_id)])
        return done

    async def _change(self, change: _Change) -> bool:
        (done,) = await self._database.write(_apply, [change])
        return done


def _add(connection: sa.Connection, new: Sequence[Job]) -> list[None]:
    for job in new:
        statement = insert(connection, jobs).values(_row(job)).on_conflict_do_nothing()
        if connection.execute(statement).rowcount != 1:
            raise ConflictError(f"a job with the id {job.id} exists; make a new one")
    return [None] * len(new)


def _one(connection: sa.Connection, tenant: str, job_id: str) -> Job | None:
    row = connection.execute(sa.select(jobs).where(jobs.c.id == job_id, jobs.c.tenant == tenant)).mappings().first()
    return None if row is None else _to_job(row)


def _newest(connection: sa.Connection, tenant: str, kind: str | None, limit: int) -> list[Job]:
    query = sa.select(jobs).where(jobs.c.tenant == tenant).order_by(jobs.c.created_at.desc(), jobs.c.id.desc())
    if kind is not None:
        query = query.where(jobs.c.kind == kind)
    return [_to_job(row) for row in connection.execute(query.limit(limit)).mappings()]


def _take(connection: sa.Connection, takes: Sequence[_Take]) -> list[Job | None]:
    return [_take_one(connection, take) for take in takes]


def _take_one(connection: sa.Connection, take: _Take) -> Job | None:
    free = sa.or_(jobs.c.status == _WAITING, sa.and_(jobs.c.status == _RUNNING, jobs.c.lease_until <= take.now))
    query = (
        sa.select(jobs)
        .where(jobs.c.status.in_((_WAITING, _RUNNING)), free, jobs.c.kind.in_(take.kinds))
        .order_by(jobs.c.created_at, jobs.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    values = {
        "status": _RUNNING,
        "started_at": take.now,
        "lease_until": take.now + take.lease,
        "attempt": row["attempt"] + 1,
    }
    connection.execute(sa.update(jobs).where(jobs.c.id == row["id"]).values(values))
    return _to_job({**row, **values})


def _apply(connection: sa.Connection, changes: Sequence[_Change]) -> list[bool]:
    done = []
    for change in changes:
        statement = sa.update(jobs).where(jobs.c.id == change.job, jobs.c.status.in_(change.among))
        if change.tenant is not None:
            statement = statement.where(jobs.c.tenant == change.tenant)
        if change.attempt is not None:
            statement = statement.where(jobs.c.attempt == change.attempt)
        done.append(connection.execute(statement.values(**change.values)).rowcount == 1)
    return done


def _drop(connection: sa.Connection, wanted: Sequence[tuple[str, str]]) -> list[bool]:
    done = []
    for tenant, job_id in wanted:
        ended = (jobs.c.id == job_id, jobs.c.tenant == tenant, jobs.c.status.in_(_ENDED))
        gone = connection.execute(sa.delete(jobs).where(*ended)).rowcount == 1
        if gone:
            connection.execute(sa.delete(job_pages).where(job_pages.c.job == job_id))
        done.append(gone)
    return done


def _text(value: Mapping[str, object]) -> str:
    return msgspec.json.encode(value).decode()


def _row(job: Job) -> dict[str, object]:
    same = {name: getattr(job, name) for name in _SAME}
    texts = {"params": _text(job.params), "kept": _text(job.kept)}
    result = None if job.result is None else _text(job.result)
    return {**same, **texts, "result": result, "made_by": job.by, "status": job.status.value, "lease_until": 0}


_SAME = ("id", "tenant", "kind", "created_at", "done", "total", "error", "started_at", "ended_at", "attempt")


def _to_job(row: Mapping[str, object] | sa.RowMapping) -> Job:
    values = {name: row[name] for name in _SAME}
    texts = {name: _OBJECT.decode(str(row[name])) for name in ("params", "kept")}
    result = None if row["result"] is None else _OBJECT.decode(str(row["result"]))
    return msgspec.convert({**values, **texts, "result": result, "by": row["made_by"], "status": row["status"]}, Job)
