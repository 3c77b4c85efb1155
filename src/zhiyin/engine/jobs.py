"""JobRunner: works on jobs one after another, tells their progress, and stops when one is cancelled."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import structlog

from zhiyin.domain.errors import NotFoundError, ZhiyinError
from zhiyin.domain.job import Job, JobStatus
from zhiyin.seams import Clock, Jobs

LEASE_MS = 30_000
"""How long after a kill another worker takes the job up."""
LOOK_S = 0.5
"""How often progress is written and a cancel is noticed."""
IDLE_S = 1.0
"""How often waiting jobs of other processes are looked for."""

_log = structlog.get_logger(__name__)


class JobStopped(Exception):  # noqa: N818 - no error: somebody cancelled, or the service stops
    """Raised in a handler by ``JobContext.check``; the handler lets it pass."""


@dataclass(slots=True)
class JobContext:
    """What a handler is given. ``tell``, ``keep`` and ``check`` may be called from any thread."""

    job: Job
    done: int = 0
    total: int | None = None
    kept: Mapping[str, object] = field(default_factory=dict)
    stopped: bool = False

    def tell(self, done: int, total: int | None = None) -> None:
        """Progress in units of the handler's own; JobStopped if the job was cancelled."""
        self.check()
        self.done, self.total = done, self.total if total is None else total

    def keep(self, kept: Mapping[str, object]) -> None:
        """What a later run needs to go on from here: kept beside the progress, within ``LOOK_S``."""
        self.kept = kept

    def check(self) -> None:
        """JobStopped if the job was cancelled. Long work calls this often."""
        if self.stopped:
            raise JobStopped


Handler = Callable[[JobContext], Awaitable[Mapping[str, object]]]
"""Does the work and gives the result, a JSON object. What takes long runs in a thread. A ZhiyinError's words are shown
to people as the reason of the failure; of any other error only its name goes to the log."""


class JobRunner:
    """``handlers`` by kind of job. ``run`` goes on until cancelled: what it works on then is taken up again later."""

    def __init__(self, store: Jobs, clock: Clock, handlers: Mapping[str, Handler]) -> None:
        self._store = store
        self._clock = clock
        self._handlers = handlers
        self._called = asyncio.Event()

    async def start(self, tenant: str, kind: str, params: Mapping[str, object], by: str, job_id: str = "") -> Job:
        """Put a job in the queue. ``job_id``: as ``new_id`` gave it, where material was kept under it before."""
        if kind not in self._handlers:
            raise NotFoundError(f"nothing here works on jobs of the kind {kind}")
        job = Job(job_id or new_id(), tenant, kind, by, JobStatus.WAITING, params, self._clock.now())
        await self._store.add_job(job)
        self._called.set()
        return job

    async def cancel(self, tenant: str, job_id: str) -> None:
        """NotFoundError if there is no such job, or it has ended."""
        if not await self._store.cancel_job(tenant, job_id, self._clock.now()):
            raise NotFoundError("no such job that waits or runs; it may just have ended")

    async def resume(self, tenant: str, job_id: str) -> None:
        """Go on with a cancelled or failed job where it was. NotFoundError if there is none."""
        if not await self._store.requeue_job(tenant, job_id):
            raise NotFoundError("no such job that was cancelled or failed")
        self._called.set()

    async def run(self) -> None:
        kinds = tuple(self._handlers)
        while True:
            self._called.clear()
            try:
                job = await self._store.take_job(kinds, self._clock.now(), LEASE_MS)
                if job is not None:
                    await self._work(job)
                    continue
            except ZhiyinError as error:
                _log.warning("jobs could not be looked for; trying again", error=str(error))
            await self._rest()

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._called.wait(), IDLE_S)
        except TimeoutError:
            return

    async def _work(self, job: Job) -> None:
        context = JobContext(job, job.done, job.total, job.kept)
        working = asyncio.ensure_future(self._handlers[job.kind](context))
        try:
            while not (await asyncio.wait({working}, timeout=LOOK_S))[0]:
                context.stopped = not await self._report(context)
                if context.stopped:
                    break
            await self._end(context, working)
        finally:
            # If the service stops, the handler sees it at its next check, and the job is taken up when the lease ends.
            context.stopped = True
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)

    async def _report(self, context: JobContext) -> bool:
        until = self._clock.now() + LEASE_MS
        return await self._store.report_job(context.job, context.done, context.total, context.kept, until)

    async def _end(self, context: JobContext, working: "asyncio.Future[Mapping[str, object]]") -> None:
        if context.stopped:
            return
        await self._report(context)
        error = working.exception()
        now = self._clock.now()
        if error is None:
            await self._store.end_job(context.job, JobStatus.DONE, now, working.result())
            return
        why = str(error) if isinstance(error, ZhiyinError) else "something broke here; the service's log names it"
        _log.error("job failed", kind=context.job.kind, error=type(error).__name__)
        await self._store.end_job(context.job, JobStatus.FAILED, now, None, why)


def new_id() -> str:
    """32 hex digits that nobody can guess."""
    return secrets.token_hex(16)
