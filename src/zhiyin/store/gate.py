"""Gates: ways to a database. Each runs plain functions over a SQLAlchemy connection, one transaction each.

SQLite has no sockets to wait for, so its calls run in threads of their own, a whole transaction at once: measured about
1.4 times cheaper than an asynchronous driver that hops between threads for every call (docs/decisions/0004).
PostgreSQL is spoken to in the event loop.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

R = TypeVar("R")


class Gate(Protocol):
    async def run(self, work: Callable[[sa.Connection], R]) -> R:
        """Begin, run, commit; roll back if it raises. Waits while all connections are in use."""
        ...

    async def close(self) -> None: ...


class ThreadGate:
    """``connections`` of them may run at once."""

    def __init__(self, engine: sa.Engine, connections: int) -> None:
        self.engine = engine
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="store")

    async def run(self, work: Callable[[sa.Connection], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._transact, work)

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown)
        self.engine.dispose()

    def _transact(self, work: Callable[[sa.Connection], R]) -> R:
        with self.engine.begin() as connection:
            return work(connection)


class LoopGate:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def run(self, work: Callable[[sa.Connection], R]) -> R:
        async with self._engine.begin() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        await self._engine.dispose()
