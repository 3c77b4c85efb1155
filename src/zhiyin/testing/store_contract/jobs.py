"""Contract: a job is worked on by one worker at a time, survives a killed one, and ends once."""

import pytest

from zhiyin.domain.errors import ConflictError
from zhiyin.domain.job import Job, JobStatus
from zhiyin.seams import Store
from zhiyin.testing.samples import T0
from zhiyin.testing.store_contract.base import StoreCase

LEASE = 1_000


def _job(number: int, kind: str = "count", tenant: str = "default") -> Job:
    params = {"words": ["满意", "生气"], "深": {"n": 1.5, "none": None}}
    return Job(f"{number:032x}", tenant, kind, "li", JobStatus.WAITING, params, T0 + number)


async def _taken(store: Store) -> Job:
    job = await store.take_job(["count"], T0, LEASE)
    assert job is not None
    return job


class JobsContract(StoreCase):
    async def test_a_job_comes_back_as_it_was(self, store: Store) -> None:
        await store.add_job(_job(1))
        assert await store.job("default", _job(1).id) == _job(1)
        assert await store.job("other", _job(1).id) is None
        with pytest.raises(ConflictError):
            await store.add_job(_job(1))

    async def test_the_newest_are_listed_first(self, store: Store) -> None:
        for job in (_job(1), _job(2, "other"), _job(3), _job(4, tenant="b")):
            await store.add_job(job)
        assert [j.id for j in await store.jobs("default")] == [_job(n).id for n in (3, 2, 1)]
        assert [j.id for j in await store.jobs("default", "count", 1)] == [_job(3).id]

    async def test_one_worker_takes_it_and_its_lease_ends(self, store: Store) -> None:
        await store.add_job(_job(1))
        await store.add_job(_job(2))
        first = await store.take_job(["count"], T0, LEASE)
        assert first is not None
        assert (first.id, first.status, first.started_at) == (_job(1).id, JobStatus.RUNNING, T0)
        second = await store.take_job(["count"], T0, LEASE)
        assert second is not None
        assert second.id == _job(2).id
        assert await store.take_job(["count"], T0 + LEASE - 1, LEASE) is None
        assert await store.take_job(["else"], T0 + LEASE, LEASE) is None
        again = await store.take_job(["count"], T0 + LEASE, LEASE)
        assert again is not None
        assert again.id == _job(1).id

    async def test_progress_holds_the_job_and_is_kept(self, store: Store) -> None:
        await store.add_job(_job(1))
        job = await _taken(store)
        assert await store.report_job(job, 3, 10, {"page": 3}, T0 + 5 * LEASE)
        assert await store.take_job(["count"], T0 + 2 * LEASE, LEASE) is None
        found = await store.job("default", _job(1).id)
        assert found is not None
        assert (found.done, found.total, found.kept) == (3, 10, {"page": 3})

    async def test_it_ends_once(self, store: Store) -> None:
        await store.add_job(_job(1))
        assert not await store.end_job(_job(1), JobStatus.DONE, T0)
        job = await _taken(store)
        assert await store.end_job(job, JobStatus.DONE, T0 + 1, {"rows": 2})
        assert not await store.end_job(job, JobStatus.FAILED, T0 + 2, None, "late")
        assert not await store.report_job(job, 1, 1, {}, T0)
        assert not await store.cancel_job("default", _job(1).id, T0 + 2)
        assert not await store.requeue_job("default", _job(1).id)
        found = await store.job("default", _job(1).id)
        assert found is not None
        assert (found.status, found.result, found.ended_at) == (JobStatus.DONE, {"rows": 2}, T0 + 1)

    async def test_a_cancelled_job_stops_its_worker_and_can_go_on(self, store: Store) -> None:
        await store.add_job(_job(1))
        job = await _taken(store)
        await store.report_job(job, 3, 10, {"page": 3}, T0 + LEASE)
        assert not await store.cancel_job("other", _job(1).id, T0)
        assert await store.cancel_job("default", _job(1).id, T0 + 1)
        assert not await store.report_job(job, 4, 10, {}, T0 + LEASE)
        assert not await store.end_job(job, JobStatus.DONE, T0 + 2)
        assert await store.take_job(["count"], T0 + 9 * LEASE, LEASE) is None
        assert await store.requeue_job("default", _job(1).id)
        again = await store.take_job(["count"], T0 + 2, LEASE)
        assert again is not None
        assert (again.done, again.kept, again.ended_at) == (3, {"page": 3}, None)
        # The worker that had not yet noticed the cancel must not touch what another has taken up since.
        assert not await store.report_job(job, 9, 10, {}, T0 + LEASE)
        assert not await store.end_job(job, JobStatus.DONE, T0 + 3)

    async def test_only_an_ended_job_is_dropped(self, store: Store) -> None:
        await store.add_job(_job(1))
        assert not await store.drop_job("default", _job(1).id)
        await store.cancel_job("default", _job(1).id, T0)
        assert not await store.drop_job("other", _job(1).id)
        assert await store.drop_job("default", _job(1).id)
        assert await store.jobs("default") == []
