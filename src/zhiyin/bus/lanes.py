"""Lane queue: work of one subject, in order per key, each key with one holder at a time."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhiyin.domain.errors import BusyError
from zhiyin.seams import Message


@dataclass(slots=True, eq=False)
class _Key:
    """``waiting`` holds no two equal messages: a second ring at the door adds nothing to the first."""

    waiting: deque[Message] = field(default_factory=deque)
    holder: "Hold | None" = None


@dataclass(slots=True, eq=False)
class Hold:
    """Messages handed out; ``timer`` gives them back when the lease runs out."""

    messages: tuple[Message, ...]
    timer: asyncio.TimerHandle | None = None


class LaneQueue:
    def __init__(self, capacity: int, lease_s: float) -> None:
        self._capacity = capacity
        self._lease_s = lease_s
        self._keys: dict[str, _Key] = {}
        self._ready: deque[str] = deque()
        """Keys that have work and no holder, in the order in which they became so."""
        self._size = 0
        self._work = asyncio.Event()
        self._room = asyncio.Event()
        self._closed = False

    @property
    def busy_keys(self) -> int:
        return len(self._keys)

    async def put(self, message: Message) -> None:
        """Waits while the queue is full, unless the message is waiting already."""
        while True:
            self._check_open()
            key = self._keys.get(message.key)
            if key and message in key.waiting:
                return
            if self._size < self._capacity:
                break
            self._room.clear()
            await self._room.wait()
        self._add(message)

    async def take(self, limit: int) -> Hold:
        self._check_open()
        while not self._ready:
            self._work.clear()
            await self._work.wait()
            self._check_open()
        # From here on without a pause: a cancelled taker has either nothing or a batch.
        names = [self._ready.popleft() for _ in range(min(max(limit, 1), len(self._ready)))]
        hold = Hold(tuple(self._keys[name].waiting.popleft() for name in names))
        for name in names:
            self._keys[name].holder = hold
        self._size -= len(names)
        self._room.set()
        hold.timer = asyncio.get_running_loop().call_later(self._lease_s, self.give_back, hold)
        return hold

    def finish(self, hold: Hold) -> None:
        """The work is done. Nothing happens for a hold whose lease has run out: others have it now."""
        self._release(hold, back=False)

    def give_back(self, hold: Hold) -> None:
        """To be handed out anew, before what came later."""
        self._release(hold, back=True)

    def close(self) -> None:
        self._closed = True
        for key in self._keys.values():
            if key.holder and key.holder.timer:
                key.holder.timer.cancel()
        self._work.set()
        self._room.set()

    def _release(self, hold: Hold, *, back: bool) -> None:
        if hold.timer:
            hold.timer.cancel()
        for message in hold.messages:
            key = self._keys.get(message.key)
            if key is None or key.holder is not hold:
                continue
            key.holder = None
            if back and message not in key.waiting:
                # Above the capacity if need be: it has been accepted once.
                key.waiting.appendleft(message)
                self._size += 1
            if key.waiting:
                self._make_ready(message.key)
            else:
                del self._keys[message.key]

    def _add(self, message: Message) -> None:
        key = self._keys.setdefault(message.key, _Key())
        key.waiting.append(message)
        self._size += 1
        if key.holder is None and len(key.waiting) == 1:
            self._make_ready(message.key)

    def _make_ready(self, name: str) -> None:
        self._ready.append(name)
        self._work.set()

    def _check_open(self) -> None:
        if self._closed:
            raise BusyError("the bus is closed; try again when the service is up")


@dataclass(frozen=True, slots=True, eq=False)
class HeldBatch:
    """What ``take`` gives. ``done`` and ``again`` after the lease has run out change nothing."""

    _queue: LaneQueue
    _hold: Hold

    @property
    def messages(self) -> Sequence[Message]:
        return self._hold.messages

    async def done(self) -> None:
        self._queue.finish(self._hold)

    async def again(self) -> None:
        self._queue.give_back(self._hold)
