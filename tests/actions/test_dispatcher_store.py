"""The dispatcher on a real store: what is kept there is enough to go on after a crash."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from zhiyin.actions.dispatcher import Dispatcher, DispatcherSettings
from zhiyin.actions.route import Route
from zhiyin.domain.delivery import Delivery, DeliveryStatus
from zhiyin.domain.destination import Destination
from zhiyin.seams import RetryLater, Store
from zhiyin.store import open_store
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.hands import ScriptedHand
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import decide

DOWN = RetryLater("the receiver answered HTTP 500")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = open_store(f"sqlite:///{tmp_path}/zhiyin.db")
    await store.open()
    yield store
    await store.close()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(T0)


def routes(*hands: ScriptedHand) -> list[Route]:
    return [Route(Destination(hand.name, "test", scenes=("ecommerce",)), hand) for hand in hands]


async def kept(store: Store) -> Delivery:
    delivery = await store.delivery(ref().tenant, "a1")
    assert delivery is not None
    return delivery


async def test_each_destination_keeps_its_course_over_restarts(store: Store, clock: ManualClock) -> None:
    await decide(store, "a1")
    good, bad = ScriptedHand("good"), ScriptedHand("bad", DOWN, DOWN)
    for _ in range(3):
        assert await Dispatcher(store, routes(good, bad), clock).once() == 1
        clock.move(400_000)
    assert (good.carried, bad.carried) == (["a1"], ["a1"] * 3)
    delivery = await kept(store)
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.DELIVERED, 3)
    assert {leg.destination: leg.attempts for leg in delivery.legs} == {"good": 1, "bad": 3}


async def test_dead_then_replayed(store: Store, clock: ManualClock) -> None:
    await decide(store, "a1")
    hand = ScriptedHand("crm", *[DOWN] * 10)
    dispatcher = Dispatcher(store, routes(hand), clock)
    for _ in range(10):
        await dispatcher.once()
        clock.move(27 * 3_600_000)
    assert (await kept(store)).status is DeliveryStatus.DEAD
    assert await store.requeue("a1", clock.now())
    await dispatcher.once()
    assert hand.carried == ["a1"] * 11
    assert (await kept(store)).status is DeliveryStatus.DELIVERED


async def test_what_a_killed_worker_had_claimed_is_sent_by_another(store: Store, clock: ManualClock) -> None:
    await decide(store, "a1")
    settings = DispatcherSettings()
    assert len(await store.claim(clock.now(), settings.lease, 10)) == 1
    hand = ScriptedHand("crm")
    dispatcher = Dispatcher(store, routes(hand), clock, settings)
    assert await dispatcher.once() == 0
    clock.move(settings.lease)
    assert await dispatcher.once() == 1
    assert hand.carried == ["a1"]


async def test_a_burst_is_delivered_once_each(store: Store, clock: ManualClock) -> None:
    names = [f"a{n:03}" for n in range(200)]
    await decide(store, *names)
    hands = [ScriptedHand("one"), ScriptedHand("two")]
    dispatcher = Dispatcher(store, routes(*hands), clock)
    while (await store.counts(ref().tenant))["pending"]:
        await dispatcher.once()
        clock.move(100)
    for hand in hands:
        assert sorted(hand.carried) == names
