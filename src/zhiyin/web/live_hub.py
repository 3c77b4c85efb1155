"""LiveHub: turns bus messages into events of the live stream once, and hands them to all who watch."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import msgspec

from zhiyin.domain.alarm_handling import AlarmCase
from zhiyin.domain.delivery import Delivery
from zhiyin.domain.errors import BusyError
from zhiyin.domain.tile import tile_of
from zhiyin.domain.update import Update
from zhiyin.engine.alarm_desk import ALARMS
from zhiyin.engine.worker import LIVE
from zhiyin.seams import Bus, Message
from zhiyin.web.api.present import delivery_shape, live_shape
from zhiyin.web.api.present_wall import case_shape, tile_shape
from zhiyin.web.view import View

DELIVERIES = "deliveries"
"""Bus subject of actions that were settled; the body is the delivery."""

BACKLOG = 500
"""Events kept for a slow watcher; beyond that the oldest are dropped and it is told to fetch anew."""

Shaping = Callable[[Message], "LiveEvent"]
NOBODY = "\0"
"""In place of an agent where news does not tell whose conversation it is."""


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """``name`` is ``outcome``, ``tile``, ``delivery``, ``alarm`` or ``lost``; ``data`` is JSON.

    ``agent``: who serves the conversation; ``holder``: who has its alarm now, None where nothing happened to that.
    """

    name: str
    conversation: str
    data: str
    agent: str | None = NOBODY
    holder: str | None = None


@dataclass(eq=False, slots=True)
class Watcher:
    """One open live view or stream. One that ``glances`` is told of a conversation as a tile, and of no deliveries."""

    tenant: str
    glances: bool = False
    view: View | None = None
    """What the watcher may be told of; None: all of the tenant."""
    waiting: deque[LiveEvent] = field(default_factory=lambda: deque(maxlen=BACKLOG))
    lost: bool = False
    closed: bool = False
    rung: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, event: LiveEvent) -> None:
        if self.view and not self._may(self.view, event):
            return
        self.lost = self.lost or len(self.waiting) == BACKLOG
        self.waiting.append(event)
        self.rung.set()

    def _may(self, view: View, event: LiveEvent) -> bool:
        """Of what somebody else serves now the watcher is not told, but to fetch anew if it is on the screen."""
        if event.holder is not None:
            view.hands(event.conversation, event.holder)
        if event.agent == NOBODY:
            return view.knows(event.conversation)
        if view.takes(event.conversation, event.agent):
            return True
        if view.leaves(event.conversation):
            self.lost = True
            self.rung.set()
        return False

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
            tasks.create_task(self._listen(LIVE, _outcome, _tile))
            tasks.create_task(self._listen(DELIVERIES, _delivery, None))
            tasks.create_task(self._listen(ALARMS, _alarm, _alarm))

    @asynccontextmanager
    async def watch(self, tenant: str, *, glances: bool = False, view: View | None = None) -> AsyncIterator[Watcher]:
        """BusyError when too many watch already."""
        if len(self._watchers) >= self._most:
            raise BusyError(f"more than {self._most} live views are open; close one", retry_after=10)
        watcher = Watcher(tenant, glances, view)
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    def close(self) -> None:
        """End all live views: the service is about to stop."""
        for watcher in self._watchers:
            watcher.close()

    async def _listen(self, subject: str, whole: Shaping, glance: Shaping | None) -> None:
        async with self._bus.listen(subject) as messages:
            async for message in messages:
                tenant = message.key.partition("/")[0]
                watchers = [w for w in self._watchers if w.tenant == tenant]
                for shape, told in (
                    (whole, [w for w in watchers if not w.glances]),
                    (glance, [w for w in watchers if w.glances]),
                ):
                    if shape and told:
                        event = shape(message)
                        for watcher in told:
                            watcher.tell(event)


def _outcome(message: Message) -> LiveEvent:
    update = msgspec.json.decode(message.body, type=Update)
    conversation = update.conversation
    agent = tile_of(conversation).agent
    return LiveEvent("outcome", conversation.ref.id, live_shape(update).model_dump_json(), agent)


def _tile(message: Message) -> LiveEvent:
    conversation = msgspec.json.decode(message.body, type=Update).conversation
    tile = tile_of(conversation)
    return LiveEvent("tile", conversation.ref.id, tile_shape(tile).model_dump_json(), tile.agent)


def _alarm(message: Message) -> LiveEvent:
    case = msgspec.json.decode(message.body, type=AlarmCase)
    holder = case.handling.person if case.handling else ""
    return LiveEvent("alarm", case.ref.id, case_shape(case).model_dump_json(), case.agent, holder)


def _delivery(message: Message) -> LiveEvent:
    delivery = msgspec.json.decode(message.body, type=Delivery)
    return LiveEvent("delivery", delivery.conversation.id, delivery_shape(delivery).model_dump_json())
