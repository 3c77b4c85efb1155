"""Bus: work by key, and news for live views."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """``key`` orders: messages of one key are handed out one at a time. ``body`` is small and holds no raw text."""

    subject: str
    key: str
    body: bytes


class Batch(Protocol):
    """Messages handed to one worker; no other worker gets their keys until ``done`` or until the lease runs out."""

    @property
    def messages(self) -> Sequence[Message]: ...

    async def done(self) -> None: ...

    async def again(self) -> None:
        """Give the messages back, to be handed out anew."""


class Bus(Protocol):
    """At-least-once work by key, and lossy fan-out for live views."""

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def put(self, messages: Sequence[Message]) -> None:
        """Add work. Waits while the bus is full; equal waiting messages of one key may be merged into one."""

    async def take(self, subject: str, limit: int) -> Batch:
        """Waits for work: up to ``limit`` messages, each of another key."""

    async def publish(self, messages: Sequence[Message]) -> None:
        """Tell all who listen now; never waits for slow ones."""

    def listen(self, subject: str) -> AbstractAsyncContextManager[AsyncIterator[Message]]:
        """Messages published from entering on. A listener that falls behind loses the oldest, never the newest."""
