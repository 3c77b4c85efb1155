"""JobRunner: progress is told, a cancel stops the work, and what a stopped service left is gone on with."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from zhiyin.domain.errors import InputError, NotFoundError
from zhiyin.domain.job import Job, JobStatus
from zhiyin.engine.jobs import LEASE_MS, JobContext, JobRunner
from zhiyin.seams import Store
from zhiyin.store import open_store
from zhiyin.testing.clock import ManualClock


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = open_store(f"sqlite:///{tmp_path / 'jobs.db'}")
    await store.open()
    yield store
    await store.close()


class Counting:
    """Counts in a thread as far as it is let, keeping where it is."""

    def __init__(self) -> None:
        self.until = 0
        self.seen: list[int] = []
        self.working = False

    async def __call__(self, context: JobContext) -> Mapping[str, object]:
        return await asyncio.to_thread(self._counted, context)

    async def ended(self) -> None:
        """Until it has noticed that it is to stop."""
        async with asyncio.timeout(10):
            while self.working:
                await asyncio.sleep(0.01)

    def _counted(self, context: JobContext) -> Mapping[str, object]:
        self.working = True
        try:
            return self._count(context)
        finally:
            self.working = False

    def _count(self, context: JobContext) -> Mapping[str, object]:
        at = int(str(context.kept.get("at", 0)))
        while at < 5:
            context.check()
            if at < self.until:
                self.seen.append(at)
                at += 1
                context.keep({"at": at})
                context.tell(at, 5)
        return {"counted": at}


@asynccontextmanager
async def running(runner: JobRunner) -> AsyncIterator[None]:
    task = asyncio.create_task(runner.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _until(store: Store, job: Job, status: JobStatus, done: int = 0) -> Job:
    async with asyncio.timeout(10):
        while True:
            found = await store.job(job.tenant, job.id)
            if found is not None and found.status is status and found.done >= done:
                return found
            await asyncio.sleep(0.02)


async def test_a_job_is_worked_on_to_its_end(store: Store) -> None:
    counting = Counting()
    counting.until = 5
    runner = JobRunner(store, ManualClock(), {"count": counting})
    job = await runner.start("default", "count", {"what": "五"}, "li")
    async with running(runner):
        found = await _until(store, job, JobStatus.DONE)
    assert (found.result, found.done, found.total, found.by) == ({"counted": 5}, 5, 5, "li")


async def test_a_cancelled_job_stops_and_goes_on_where_it_was(store: Store) -> None:
    counting = Counting()
    counting.until = 2
    runner = JobRunner(store, ManualClock(), {"count": counting})
    async with running(runner):
        job = await runner.start("default", "count", {}, "li")
        await _until(store, job, JobStatus.RUNNING, done=2)
        await runner.cancel("default", job.id)
        await counting.ended()
        with pytest.raises(NotFoundError):
            await runner.cancel("default", job.id)
        counting.until = 5
        await runner.resume("default", job.id)
        await _until(store, job, JobStatus.DONE)
    assert counting.seen == [0, 1, 2, 3, 4]


async def test_a_stopped_service_goes_on_with_the_job_when_the_lease_has_ended(store: Store) -> None:
    counting, clock = Counting(), ManualClock()
    counting.until = 3
    runner = JobRunner(store, clock, {"count": counting})
    job = await runner.start("default", "count", {}, "li")
    async with running(runner):
        await _until(store, job, JobStatus.RUNNING, done=3)
    await counting.ended()
    counting.until = 5
    clock.move(LEASE_MS)
    async with running(JobRunner(store, clock, {"count": counting})):
        await _until(store, job, JobStatus.DONE)
    assert counting.seen == [0, 1, 2, 3, 4]


async def test_a_failure_is_told_in_words_for_people_only(store: Store) -> None:
    async def wrong(context: JobContext) -> Mapping[str, object]:
        raise InputError("the period is empty; choose a longer one")

    async def broken(context: JobContext) -> Mapping[str, object]:
        raise ZeroDivisionError("13800138000")

    runner = JobRunner(store, ManualClock(), {"wrong": wrong, "broken": broken})
    jobs = [await runner.start("default", kind, {}, "li") for kind in ("wrong", "broken")]
    async with running(runner):
        found = [await _until(store, job, JobStatus.FAILED) for job in jobs]
    assert found[0].error == "the period is empty; choose a longer one"
    assert "138" not in found[1].error
    assert "log" in found[1].error


async def test_what_nobody_works_on_is_refused(store: Store) -> None:
    with pytest.raises(NotFoundError, match="unknown"):
        await JobRunner(store, ManualClock(), {}).start("default", "unknown", {}, "li")
