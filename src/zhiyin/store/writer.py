"""Writer: one task that puts the writes of many callers into one commit.

A durable commit costs a disk flush, whatever is in it. So while one commit runs, the calls that come in wait, and the
next commit takes them all: calls of the same operation are run as one, in a savepoint. Should that fail, each call is
run again alone in a savepoint of its own, so that only the one to blame gets the error.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from zhiyin.domain.errors import BusyError
from zhiyin.store.gate import Gate

I = TypeVar("I")  # noqa: E741 - item
R = TypeVar("R")

Operation = Callable[[sa.Connection, Sequence[I]], Sequence[R]]
"""Writes items and gives one result per item, in order. A plain function of a module: calls are merged by identity."""

GROUP_ITEMS = 4_096
"""Most items in one commit, so that no caller waits long behind a large one."""


@dataclass(slots=True, eq=False)
class _Job(Generic[I, R]):
    operation: Operation[I, R]
    items: Sequence[I]
    answer: "asyncio.Future[list[R]]"
    results: Sequence[R] = ()
    error: Exception | None = None

    def finish(self) -> None:
        if self.answer.done():  # the caller has gone
            return
        if self.error is not None:
            self.answer.set_exception(self.error)
        else:
            self.answer.set_result(list(self.results))


_AnyJob = _Job[Any, Any]  # a queue of jobs of different types; each is checked where it is made, in Writer.write


@dataclass(slots=True, eq=False)
class Writer:
    _gate: Gate
    _waiting: deque[_AnyJob] = field(default_factory=deque)
    _called: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None
    _closing: bool = False

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="store-writer")

    async def close(self) -> None:
        """Write what waits, then stop."""
        self._closing = True
        self._called.set()
        if self._task is not None:
            # Not awaited itself: if it was cancelled with the whole program, connections must still be closed.
            await asyncio.wait([self._task])

    @property
    def alive(self) -> bool:
        return self._task is not None and not self._task.done()

    async def write(self, operation: Operation[I, R], items: Sequence[I]) -> list[R]:
        """Returns after the commit. Raises what ``operation`` or the commit raised; nothing is written then."""
        if self._closing or not self.alive:
            raise BusyError("the store is closed; try again when the service is up")
        if not items:
            return []
        job = _Job(operation, items, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        self._called.set()
        return await job.answer

    async def _run(self) -> None:
        while self._waiting or not self._closing:
            if not self._waiting:
                self._called.clear()
                await self._called.wait()
            jobs = self._next_group()
            if jobs:
                await self._commit(jobs)

    def _next_group(self) -> list[_AnyJob]:
        jobs: list[_AnyJob] = []
        size = 0
        while self._waiting and (not jobs or size + len(self._waiting[0].items) <= GROUP_ITEMS):
            job = self._waiting.popleft()
            if not job.answer.done():
                jobs.append(job)
                size += len(job.items)
        return jobs

    async def _commit(self, jobs: Sequence[_AnyJob]) -> None:
        try:
            await self._gate.run(partial(_run_group, jobs=jobs))
        except Exception as error:  # noqa: BLE001 - a named edge: the error goes to the callers, the writer lives on
            for job in jobs:
                job.error = job.error or error
        for job in jobs:
            job.finish()


def _run_group(connection: sa.Connection, jobs: Sequence[_AnyJob]) -> None:
    by_operation: dict[Operation[Any, Any], list[_AnyJob]] = {}
    for job in jobs:
        by_operation.setdefault(job.operation, []).append(job)
    for same in by_operation.values():
        if not _run_together(connection, same):
            for job in same:
                _run_alone(connection, job)


def _run_together(connection: sa.Connection, jobs: Sequence[_AnyJob]) -> bool:
    try:
        with connection.begin_nested():
            results = iter(jobs[0].operation(connection, list(chain.from_iterable(j.items for j in jobs))))
            for job in jobs:
                job.results = [next(results) for _ in job.items]
    except Exception:  # noqa: BLE001 - whatever it is, running each call alone finds the one to blame
        return False
    return True


def _run_alone(connection: sa.Connection, job: _AnyJob) -> None:
    try:
        with connection.begin_nested():
            job.results = job.operation(connection, job.items)
    except Exception as error:  # noqa: BLE001 - goes to the caller
        job.error = error
