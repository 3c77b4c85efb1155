"""The running dispatcher: slow and dead receivers, stores that fail, and how it stops."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest

from zhiyin.actions.dispatcher import Dispatcher, DispatcherSettings
from zhiyin.actions.gate import GateSettings
from zhiyin.actions.route import Route
from zhiyin.domain.delivery import Delivery, DeliveryStatus, Verdict
from zhiyin.domain.destination import Destination
from zhiyin.domain.errors import StoreError
from zhiyin.seams import Hand, RetryLater
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.delivery import make_delivery
from zhiyin.testing.hands import ScriptedHand, StuckHand
from zhiyin.testing.outbox import MemoryOutbox

DELIVERED, PENDING = DeliveryStatus.DELIVERED, DeliveryStatus.PENDING
FAST = DispatcherSettings(poll=0.01, grace=0.05, batch=8, gate=GateSettings(concurrency=4))


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def routes(*hands: Hand, kinds: tuple[str, ...] = ()) -> list[Route]:
    return [Route(Destination(name=hand.name, hand="test", kinds=kinds), hand) for hand in hands]


@asynccontextmanager
async def running(dispatcher: Dispatcher) -> AsyncIterator[None]:
    task = asyncio.create_task(dispatcher.run())
    try:
        yield
    finally:
        await dispatcher.stop()
        await task


class Told:
    """Keeps what the dispatcher says it has settled, and lets a test wait for it."""

    def __init__(self) -> None:
        self._settled: set[str] = set()
        self._news = asyncio.Condition()

    async def __call__(self, deliveries: Sequence[Delivery]) -> None:
        async with self._news:
            self._settled |= {d.action.id for d in deliveries if d.status is not PENDING}
            self._news.notify_all()

    async def of(self, ids: Sequence[str]) -> None:
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: self._settled >= set(ids))


async def test_a_stuck_receiver_does_not_hold_the_others(clock: ManualClock) -> None:
    outbox, stuck, good, told = MemoryOutbox(), StuckHand("slow"), ScriptedHand("good"), Told()
    dispatcher = Dispatcher(outbox, [*routes(stuck, kinds=("a",)), *routes(good, kinds=("b",))], clock, FAST, told)
    outbox.add(*(make_delivery(f"s{n}", kind="a") for n in range(50)))
    async with running(dispatcher):
        await stuck.entered.wait()
        outbox.add(*(make_delivery(f"g{n}", kind="b", created_at=1_800_000_000_000) for n in range(50)))
        dispatcher.wake()
        await told.of([f"g{n}" for n in range(50)])
        assert len(stuck.carried) == 4, "no more than the bound of one destination"
        assert not any(outbox.rows[f"s{n}"].status is DELIVERED for n in range(50))
        stuck.go.set()


async def test_the_breaker_leaves_a_dead_receiver_in_peace_and_tries_it_again(clock: ManualClock) -> None:
    outbox, dead = MemoryOutbox(), ScriptedHand("dead", *[RetryLater("down")] * 5)
    dispatcher = Dispatcher(outbox, routes(dead), clock)
    for n in range(20):
        outbox.add(make_delivery(f"a{n}"))
        await dispatcher.once()
    assert len(dead.carried) == 5, "after five failures in a row it is not called"
    assert dispatcher.health()[0].failing
    assert "not tried" in outbox.rows["a19"].error
    clock.move(31_000)
    await dispatcher.once()
    assert not dispatcher.health()[0].failing
    clock.move(600_000)
    await dispatcher.once()
    assert {row.status for row in outbox.rows.values()} == {DELIVERED}
    assert len(dead.carried) == 25


async def test_stop_hands_back_what_is_under_way(clock: ManualClock) -> None:
    outbox, stuck, good = MemoryOutbox(), StuckHand("slow"), ScriptedHand("good")
    dispatcher = Dispatcher(outbox, routes(stuck, good), clock, FAST)
    outbox.add(make_delivery())
    async with running(dispatcher):
        await stuck.entered.wait()
    row = outbox.rows["a1"]
    assert outbox.leased(clock.now()) == [], "nothing stays claimed"
    assert row.status is PENDING
    assert {leg.destination: leg.status for leg in row.legs} == {"slow": PENDING, "good": DELIVERED}
    after = Dispatcher(outbox, routes(ScriptedHand("slow"), good), clock, FAST)
    await after.once()
    assert outbox.rows["a1"].status is DELIVERED
    assert good.carried == ["a1"], "what had arrived is not repeated after the restart"


async def test_stop_lets_deliveries_end_within_the_grace(clock: ManualClock) -> None:
    outbox, stuck = MemoryOutbox(), StuckHand("slow")
    dispatcher = Dispatcher(outbox, routes(stuck), clock, DispatcherSettings(poll=0.01, grace=30))
    outbox.add(make_delivery())
    async with running(dispatcher):
        await stuck.entered.wait()
        asyncio.get_running_loop().call_later(0.02, stuck.go.set)
    assert outbox.rows["a1"].status is DELIVERED


async def test_a_hand_that_never_returns_is_cut_off(clock: ManualClock) -> None:
    outbox, stuck = MemoryOutbox(), StuckHand("slow")
    await_all = Dispatcher(outbox, routes(stuck), clock, DispatcherSettings(timeout=0.02))
    outbox.add(make_delivery())
    await await_all.once()
    assert outbox.rows["a1"].error == "slow: no answer in 0.02 s"
    assert outbox.rows["a1"].status is PENDING


class Unreliable(MemoryOutbox):
    """Every second call to the store fails."""

    calls = 0

    def _fail(self) -> None:
        self.calls += 1
        if self.calls % 2:
            raise StoreError("the database does not answer")

    async def claim(self, now: int, lease: int, limit: int) -> list[Delivery]:
        self._fail()
        return await super().claim(now, lease, limit)

    async def settle(self, verdicts: Sequence[Verdict]) -> None:
        self._fail()
        await super().settle(verdicts)


async def test_outlives_a_store_that_fails(clock: ManualClock) -> None:
    outbox, hand = Unreliable(), ScriptedHand("crm")
    ids = [f"a{n}" for n in range(30)]
    outbox.add(*(make_delivery(key) for key in ids))
    async with running(Dispatcher(outbox, routes(hand), clock, FAST)):
        while any(row.status is PENDING for row in outbox.rows.values()):
            clock.move(20)
            await asyncio.sleep(0.002)
    assert sorted(hand.carried) == sorted(ids), "verdicts are kept until the store takes them, so nothing is sent twice"


async def test_stop_before_run_has_begun_returns(clock: ManualClock) -> None:
    dispatcher = Dispatcher(MemoryOutbox(), [], clock)
    await dispatcher.stop()
    await dispatcher.run()


async def test_outlives_a_listener_that_fails(clock: ManualClock) -> None:
    async def fail(deliveries: Sequence[Delivery]) -> None:
        raise ConnectionError

    outbox, hand = MemoryOutbox(), ScriptedHand("crm")
    dispatcher = Dispatcher(outbox, routes(hand), clock, on_settled=fail)
    for n in range(3):
        outbox.add(make_delivery(f"a{n}"))
        await dispatcher.once()
    assert {row.status for row in outbox.rows.values()} == {DELIVERED}


class WokenWhileLooking(MemoryOutbox):
    """While it is being asked, something new comes in: too late for this answer."""

    wake: Callable[[], None] = staticmethod(lambda: None)

    async def claim(self, now: int, lease: int, limit: int) -> list[Delivery]:
        claimed = await super().claim(now, lease, limit)
        if not self.rows:
            self.add(make_delivery())
            self.wake()
        return claimed


async def test_a_wake_during_a_look_is_not_lost(clock: ManualClock) -> None:
    outbox, told = WokenWhileLooking(), Told()
    settings = DispatcherSettings(poll=3600)
    dispatcher = Dispatcher(outbox, routes(ScriptedHand("crm")), clock, settings, told)
    outbox.wake = dispatcher.wake
    async with running(dispatcher):
        await told.of(["a1"])


async def test_what_was_put_back_is_taken_up_when_it_is_due(clock: ManualClock) -> None:
    told = Told()

    async def on_settled(deliveries: Sequence[Delivery]) -> None:
        clock.move(5_600)
        await told(deliveries)

    outbox, hand = MemoryOutbox(), ScriptedHand("crm", RetryLater("down"))
    outbox.add(make_delivery())
    dispatcher = Dispatcher(outbox, routes(hand), clock, DispatcherSettings(poll=3600), on_settled)
    async with running(dispatcher):
        await told.of(["a1"])
    assert hand.carried == ["a1", "a1"]


async def test_cancelling_leaves_no_task_behind(clock: ManualClock) -> None:
    outbox, stuck = MemoryOutbox(), StuckHand("slow")
    outbox.add(make_delivery())
    task = asyncio.create_task(Dispatcher(outbox, routes(stuck), clock, FAST).run())
    await stuck.entered.wait()
    task.cancel()
    await asyncio.wait([task])
    await asyncio.sleep(0.01)
    assert asyncio.all_tasks() == {asyncio.current_task()}
