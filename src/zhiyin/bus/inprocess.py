"""In-process bus: lanes and live views inside one process. Nothing here survives it: the journal in the store does.

It keeps to what a message system outside can do too (one consumer per partition, one message in flight, a lease), so
that code above the seam cannot come to lean on more.
"""

from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from zhiyin.bus.lanes import HeldBatch, LaneQueue
from zhiyin.bus.ring import Ring
from zhiyin.domain.errors import BusyError
from zhiyin.seams import Batch, Message

CAPACITY = 100_000
"""Messages that may wait per subject before ``put`` waits."""

LEASE_S = 60.0
"""How long a batch may be worked on before its messages are handed out anew, in seconds."""

RING = 1_000
"""Messages kept for a listener that falls behind."""


class InProcessBus:
    """All of it runs in one event loop; no method may be called from another thread."""

    def __init__(self, *, capacity: int = CAPACITY, lease_s: float = LEASE_S, ring: int = RING) -> None:
        self._capacity = capacity
        self._lease_s = lease_s
        self._ring = ring
        self._lanes: dict[str, LaneQueue] = {}
        self._rings: dict[str, list[Ring]] = {}
        self._open = False

    async def open(self) -> None:
        self._open = True

    async def close(self) -> None:
        """Wakes all who wait: ``put`` and ``take`` raise BusyError, listening ends."""
        self._open = False
        for lane in self._lanes.values():
            lane.close()
        for ring in self._all_rings():
            ring.close()

    async def put(self, messages: Sequence[Message]) -> None:
        for message in messages:
            await self._lane(message.subject).put(message)

    async def take(self, subject: str, limit: int) -> Batch:
        lane = self._lane(subject)
        return HeldBatch(lane, await lane.take(limit))

    async def publish(self, messages: Sequence[Message]) -> None:
        self._check_open()
        for message in messages:
            for ring in self._rings.get(message.subject, ()):
                ring.push(message)

    @asynccontextmanager
    async def listen(self, subject: str) -> AsyncIterator[AsyncIterator[Message]]:
        self._check_open()
        ring = Ring(deque(maxlen=self._ring))
        self._rings.setdefault(subject, []).append(ring)
        try:
            yield ring.messages()
        finally:
            self._rings[subject].remove(ring)
            if not self._rings[subject]:
                del self._rings[subject]

    def busy_keys(self, subject: str) -> int:
        """Keys that have work waiting or under way: a measure of load, and of memory."""
        lane = self._lanes.get(subject)
        return lane.busy_keys if lane else 0

    def _lane(self, subject: str) -> LaneQueue:
        self._check_open()
        return self._lanes.setdefault(subject, LaneQueue(self._capacity, self._lease_s))

    def _all_rings(self) -> list[Ring]:
        return [ring for rings in self._rings.values() for ring in rings]

    def _check_open(self) -> None:
        if not self._open:
            raise BusyError("the bus is closed; try again when the service is up")
