"""Dispatcher: takes actions out of the outbox and sees each to all of its destinations, at least once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

import structlog

from zhiyin.actions import course
from zhiyin.actions.gate import Gate, GateSettings
from zhiyin.actions.route import Route
from zhiyin.actions.schedule import LONGEST_WAIT
from zhiyin.domain.delivery import Delivery, DeliveryStatus, Leg, Verdict
from zhiyin.domain.errors import NotFoundError, SetupError
from zhiyin.domain.risk import Tier
from zhiyin.seams import Clock, Outbox, Refused, RetryLater

_log = structlog.get_logger(__name__)

SHORTEST_PAUSE = 0.05
"""Seconds between two looks into the outbox that find nothing new."""

OnSettled = Callable[[Sequence[Delivery]], Awaitable[None]]
"""Told of deliveries whose verdict has just been written, e.g. to show them in live views."""


@dataclass(frozen=True, slots=True)
class DispatcherSettings:
    lease: int = 60_000
    """Milliseconds for which a claimed delivery is hidden from others; well above ``timeout``."""
    batch: int = 64
    """Deliveries claimed at a time."""
    poll: float = 1.0
    """Seconds between looks into the outbox when nobody calls ``wake``."""
    timeout: float = 20.0
    """Seconds after which a hand is cut off; a hand's own limit (15 s) should come first."""
    grace: float = 5.0
    """Seconds that ``stop`` gives to deliveries under way; then they are cut off and handed back."""
    gate: GateSettings = field(default_factory=GateSettings)


@dataclass(frozen=True, slots=True)
class Health:
    """``off``: why the destination was switched off, empty while it is on. ``failing``: it is left in peace now."""

    destination: str
    failing: bool
    off: str


class Dispatcher:
    """``run`` until ``stop``; ``once`` works off what is due right now. One of them at a time.

    An action goes to every route whose destination wants it; each keeps its own course (``Delivery.legs``), so that a
    retry to one does not repeat the others. The receiver drops repeats by the action's id.
    """

    def __init__(
        self,
        outbox: Outbox,
        routes: Sequence[Route],
        clock: Clock,
        settings: DispatcherSettings | None = None,
        on_settled: OnSettled | None = None,
    ) -> None:
        self._outbox = outbox
        self._routes = {route.name: route for route in routes}
        if len(self._routes) < len(routes):
            raise SetupError("two destinations have the same name; give each a name of its own")
        self._clock = clock
        self._settings = settings or DispatcherSettings()
        self._on_settled = on_settled
        self._gates = {r.name: Gate(self._settings.gate, r.destination.per_minute) for r in routes}
        self._off: dict[str, str] = {}
        self._rows: dict[str, asyncio.Task[None]] = {}
        self._legs: set[asyncio.Task[Leg]] = set()
        self._unwritten: list[tuple[Delivery, Verdict]] = []
        self._event = asyncio.Event()
        self._look = True
        self._look_at: int | None = None
        self._stopping = False
        self._ended = asyncio.Event()
        self._ended.set()

    async def run(self) -> None:
        """Deliver until ``stop``. Outlives a store that does not answer: it logs and tries again."""
        self._ended.clear()
        try:
            while not self._stopping:
                await self._survive(self._round)
                await self._sleep()
            await self._wind_up()
        finally:
            for task in (*self._rows.values(), *self._legs):
                task.cancel()
            self._ended.set()

    async def once(self) -> int:
        """Deliver everything that is due at this moment; returns how many deliveries were worked on."""
        count = 0
        while claimed := await self._claim():
            count += claimed
            await asyncio.gather(*self._rows.values())
            await self._flush()
        return count

    def wake(self) -> None:
        """There may be something new in the outbox."""
        self._look = True
        self._event.set()

    async def stop(self) -> None:
        """Take nothing new, let what is under way end within the grace, hand the rest back, and return."""
        self._stopping = True
        self._event.set()
        await self._ended.wait()

    def health(self) -> list[Health]:
        return [Health(name, self._gates[name].failing, self._off.get(name, "")) for name in self._routes]

    def put(self, route: Route) -> None:
        """Add a route, or one in place of another of its name; from the next delivery on."""
        self._routes[route.name] = route
        self._gates[route.name] = Gate(self._settings.gate, route.destination.per_minute)
        self._off.pop(route.name, None)
        self.wake()

    def drop(self, name: str) -> None:
        """Nothing more is sent there; an attempt under way ends by itself."""
        self._routes.pop(name, None)
        self._off.pop(name, None)

    def switch_on(self, name: str) -> None:
        """Undo a switch-off, by hand or after HTTP 410. NotFoundError if there is no such destination."""
        self._known(name)
        self._off.pop(name, None)
        self.wake()

    def switch_off(self, name: str, why: str) -> None:
        """What is due for it from now on is given up (and can be sent again). NotFoundError if there is no such."""
        self._known(name)
        self._off[name] = why

    def _known(self, name: str) -> None:
        if name not in self._routes:
            raise NotFoundError(f"there is no destination named {name!r}; there are: {', '.join(self._routes)}")

    # --- the loop

    async def _round(self) -> None:
        await self._flush()
        if self._look_at is not None and self._look_at <= self._clock.now():
            self._look = True
        room = self._room()
        if self._look and room > 0:
            self._look, self._look_at = False, None
            more = await self._claim() >= room
            self._look = self._look or more  # it may have been woken in the meantime

    async def _sleep(self) -> None:
        if self._look and self._room() > 0:
            await asyncio.sleep(0)
            return
        try:
            async with asyncio.timeout(self._pause()):
                await self._event.wait()
        except TimeoutError:
            self._look = True
        self._event.clear()

    def _pause(self) -> float:
        """Seconds until the next look: when something that we put back comes due, at the latest after ``poll``."""
        if self._look_at is None:
            return self._settings.poll
        return min(max((self._look_at - self._clock.now()) / 1000, SHORTEST_PAUSE), self._settings.poll)

    async def _wind_up(self) -> None:
        rows = list(self._rows.values())
        if rows:
            await asyncio.wait(rows, timeout=self._settings.grace)
        for leg in list(self._legs):
            leg.cancel()
        await asyncio.gather(*rows, return_exceptions=True)
        await self._survive(self._flush)

    async def _survive(self, step: Callable[[], Awaitable[None]], event: str = "outbox_unavailable") -> None:
        try:
            await step()
        except Exception as error:  # noqa: BLE001 - the loop's edge: whatever a store raises, deliveries must go on
            _log.error(event, error=type(error).__name__)
            self._look = False

    # --- outbox

    def _room(self) -> int:
        """Rows that may still be taken up: so many that busy destinations can never keep the others from theirs."""
        most = self._settings.batch + self._settings.gate.concurrency * len(self._routes)
        return min(self._settings.batch, most - len(self._rows))

    async def _claim(self) -> int:
        room = self._room()
        if room <= 0:
            return 0
        claimed = await self._outbox.claim(self._clock.now(), self._settings.lease, room)
        known = set(self._rows) | {delivery.action.id for delivery, _ in self._unwritten}
        for delivery in claimed:
            if delivery.action.id not in known:
                self._rows[delivery.action.id] = asyncio.create_task(self._deliver(delivery))
        return len(claimed)

    async def _flush(self) -> None:
        """Write the verdicts reached so far. They are kept for the next time if the store does not take them."""
        if not self._unwritten:
            return
        batch = self._unwritten[:]
        await self._outbox.settle([verdict for _, verdict in batch])
        del self._unwritten[: len(batch)]
        await self._survive(lambda: self._tell(batch), "listener_failed")

    async def _tell(self, batch: Sequence[tuple[Delivery, Verdict]]) -> None:
        if self._on_settled is not None:
            await self._on_settled([course.settled(delivery, verdict) for delivery, verdict in batch])

    # --- one delivery

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            verdict = await self._judge(delivery)
        finally:
            del self._rows[delivery.action.id]
            self._event.set()
        self._unwritten.append((delivery, verdict))
        if verdict.status is DeliveryStatus.PENDING:
            self._look_at = min(self._look_at or verdict.next_at, verdict.next_at)
        self._report(verdict)

    async def _judge(self, delivery: Delivery) -> Verdict:
        """Walks the legs that are due, side by side; one that was cut off by ``stop`` stays as it was."""
        wanted = [name for name, route in self._routes.items() if route.destination.wants(delivery)]
        before = course.legs_of(delivery, wanted)
        now = self._clock.now()
        tasks = {leg.destination: self._start(delivery, leg) for leg in before if course.due(leg, now)}
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        after = [leg if (t := tasks.get(leg.destination)) is None or t.cancelled() else t.result() for leg in before]
        return course.verdict(delivery, before, after, self._clock.now())

    def _start(self, delivery: Delivery, leg: Leg) -> asyncio.Task[Leg]:
        task = asyncio.create_task(self._walk(delivery, leg))
        self._legs.add(task)
        task.add_done_callback(self._legs.discard)
        return task

    async def _walk(self, delivery: Delivery, leg: Leg) -> Leg:
        """Ask the gate, then the hand."""
        name, action = leg.destination, delivery.action
        if why := self._off.get(name):
            return course.refused(leg, why)
        gate = self._gates[name]
        answer = await gate.enter(self._clock, urgent=action.tier is Tier.SEVERE)
        if answer.failing:
            return course.failed(leg, action.id, self._clock.now(), "not tried: it has just failed several times")
        if not answer.go:
            return replace(leg, next_at=answer.until)
        began, well = self._clock.now(), False
        try:
            leg, well = await self._carry(delivery, leg)
        finally:
            now = self._clock.now()
            gate.leave(now - began, now, failed=not well)
        return leg

    async def _carry(self, delivery: Delivery, leg: Leg) -> tuple[Leg, bool]:
        """The leg as it now stands, and whether the destination is well (it answered, be it with a no)."""
        name, key = leg.destination, delivery.action.id
        try:
            async with asyncio.timeout(self._settings.timeout):
                await self._routes[name].hand.carry(delivery)
        except RetryLater as later:
            wish = round(min(max(later.after or 0, 0), LONGEST_WAIT / 1000) * 1000)
            now = self._clock.now()
            if wish:
                self._gates[name].hold(now + wish)
            return course.failed(leg, key, now, str(later), wish), wish > 0
        except Refused as no:
            if no.gone:
                self._off[name] = "switched off: the receiver answered that it is gone (HTTP 410)"
            return course.refused(leg, str(no)), True
        except TimeoutError:
            return course.failed(leg, key, self._clock.now(), f"no answer in {self._settings.timeout:g} s"), False
        except Exception as error:  # noqa: BLE001 - the hand's edge: a fault in one hand must not stop the others
            _log.error("hand_failed", destination=name, action=key, error=type(error).__name__)
            return course.failed(leg, key, self._clock.now(), f"the hand failed: {type(error).__name__}"), False
        return course.arrived(leg), True

    def _report(self, verdict: Verdict) -> None:
        note = _log.warning if verdict.status is DeliveryStatus.DEAD else _log.debug
        note("delivery", action=verdict.action_id, status=verdict.status.value, error=verdict.error)
