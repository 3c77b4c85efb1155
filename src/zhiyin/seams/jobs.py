"""Jobs: long work in the background, kept so that a restart goes on with it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from zhiyin.domain.job import Job, JobStatus


class Jobs(Protocol):
    async def add_job(self, job: Job) -> None:
        """ConflictError if the id is taken."""

    async def job(self, tenant: str, job_id: str) -> Job | None: ...

    async def jobs(self, tenant: str, kind: str | None = None, limit: int = 100) -> list[Job]:
        """Newest first."""

    async def take_job(self, kinds: Sequence[str], now: int, lease: int) -> Job | None:
        """The oldest job of these kinds that waits, or whose worker's lease (ms) has run out; now running and ours."""

    async def report_job(
        self, job: Job, done: int, total: int | None, kept: Mapping[str, object], lease_until: int
    ) -> bool:
        """Note progress and hold the job longer. False: it is not this worker's any more (cancelled, say), so stop."""

    async def end_job(
        self, job: Job, status: JobStatus, at: int, result: Mapping[str, object] | None = None, error: str = ""
    ) -> bool:
        """False: it is not this worker's any more. ``job`` is as ``take_job`` gave it, here as above."""

    async def cancel_job(self, tenant: str, job_id: str, at: int) -> bool:
        """False: no such job, or it has ended."""

    async def requeue_job(self, tenant: str, job_id: str) -> bool:
        """Let a cancelled or failed job wait again, with its progress. False: no such job, or it did not end so."""

    async def drop_job(self, tenant: str, job_id: str) -> bool:
        """Forget an ended job and its pages. False: no such job, or it has not ended."""
