"""LiveHub: turns bus messages into events of the live stream once, and hands them to all who watch."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import msgspec

from zhiyin.domain.delivery import Delivery
from zhiyin.domain.errors import BusyError
from zhiyin.domain.update import Update
from zhiyin.engine.worker import LIVE
from zhiyin.seams import Bus, Message
from zhiyin.web.api.present import delivery_shape, live_shape

DELIVERIES = "deliveries"
"""Bus subject of actions that were settled; the body is the delivery."""

BACKLOG = 500
"""Events kept for a slow watcher; beyond that the oldest are dropped and it is told to fetch anew."""


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """``name`` is ``outcome``, ``delivery`` or ``lost``; ``data`` is JSON."""

    name: str
    conversation: str
    data: str


@dataclass(eq=False, slots=True)
class Watcher:
    """One open live view or stream."""

    tenant: str
    waiting: deque[LiveEvent] = field(default_factory=lambda: deque(maxlen=BACKLOG))
    lost: bool = False
    closed: bool = False
    rung: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, event: LiveEvent) -> None:
        self.lost = self.lost or len(self.waiting) == BACKLOG
        self.waiting.append(event)
        self.rung.set()

    def close(self) -> None:
        """Let ``events`` end, so that the connection behind it can."""
        self.closed = True
        self.rung.set()

    async def leave(self) -> None:
        """The caller may no longer watch."""
        self.close()

    async def events(self) -> AsyncIterator[LiveEvent]:
        while not self.closed:
            await self.rung.wait()
            self.rung.clear()
            if self.lost:
                self.lost = False
                yield LiveEvent("lost", "", "{}")
            while self.waiting:
                yield self.waiting.popleft()


class LiveHub:
    def __init__(self, bus: Bus, most: int) -> None:
        self._bus = bus
        self._most = most
        self._watchers: set[Watcher] = set()

    async def run(self) -> None:
        """Listen until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen(LIVE, _outcome))
            tasks.create_task(self._listen(DELIVERIES, _delivery))

    @asynccontextmanager
    async def watch(self, tenant: str) -> AsyncIterator[Watcher]:
        """BusyError when too many watch already."""
        if len(self._watchers) >= self._most:
            raise BusyError(f"more than {self._most} live views are open; close one", retry_after=10)
        watcher = Watcher(tenant)
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    def close(self) -> None:
        """End all live views: the service is about to stop."""
        for watcher in self._watchers:
            watcher.close()

    async def _listen(self, subject: str, shape: Callable[[Message], LiveEvent]) -> None:
        async with self._bus.listen(subject) as messages:
            async for message in messages:
                tenant = message.key.partition("/")[0]
                watchers = [w for w in self._watchers if w.tenant == tenant]
                if watchers:
                    event = shape(message)
                    for watcher in watchers:
                        watcher.tell(event)


def _outcome(message: Message) -> LiveEvent:
    update = msgspec.json.decode(message.body, type=Update)
    return LiveEvent("outcome", update.conversation.ref.id, live_shape(update).model_dump_json())


def _delivery(message: Message) -> LiveEvent:
    delivery = msgspec.json.decode(message.body, type=Delivery)
    return LiveEvent("delivery", delivery.conversation.id, delivery_shape(delivery).model_dump_json())
