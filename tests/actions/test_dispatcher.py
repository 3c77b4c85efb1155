from collections.abc import Sequence

import pytest

from zhiyin.actions.dispatcher import Dispatcher
from zhiyin.actions.route import Route
from zhiyin.actions.schedule import JITTER, LONGEST_WAIT, SCHEDULE
from zhiyin.domain.delivery import Delivery, DeliveryStatus
from zhiyin.domain.destination import Destination
from zhiyin.domain.errors import NotFoundError, SetupError
from zhiyin.domain.risk import Tier
from zhiyin.seams import Refused, RetryLater
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.delivery import make_delivery
from zhiyin.testing.hands import ScriptedHand
from zhiyin.testing.outbox import MemoryOutbox

DOWN = RetryLater("the receiver answered HTTP 500")


@pytest.fixture
def outbox() -> MemoryOutbox:
    outbox = MemoryOutbox()
    outbox.add(make_delivery())
    return outbox


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def route(hand: ScriptedHand, per_minute: int = 0) -> Route:
    return Route(Destination(name=hand.name, hand="test", per_minute=per_minute), hand)


def status(outbox: MemoryOutbox, action_id: str) -> DeliveryStatus:
    return outbox.rows[action_id].status


async def run_until_settled(dispatcher: Dispatcher, outbox: MemoryOutbox, clock: ManualClock) -> list[int]:
    """Moves the clock from retry to retry until nothing is pending; returns the waits in between."""
    waits = []
    await dispatcher.once()
    while outbox.rows["a1"].status is DeliveryStatus.PENDING:
        wait = outbox.rows["a1"].next_at - clock.now()
        waits.append(wait)
        clock.move(wait - 1)
        assert await dispatcher.once() == 0, "it must not be tried before its time"
        clock.move(1)
        await dispatcher.once()
    return waits


async def test_delivers_and_tells_of_it(outbox: MemoryOutbox, clock: ManualClock) -> None:
    told: list[Delivery] = []

    async def on_settled(deliveries: Sequence[Delivery]) -> None:
        told.extend(deliveries)

    hand = ScriptedHand("crm")
    assert await Dispatcher(outbox, [route(hand)], clock, on_settled=on_settled).once() == 1
    assert hand.carried == ["a1"]
    assert status(outbox, "a1") is DeliveryStatus.DELIVERED
    assert outbox.rows["a1"].delivered_at == clock.now()
    assert told == [outbox.rows["a1"]]


async def test_follows_the_schedule_and_then_gives_up(outbox: MemoryOutbox, clock: ManualClock) -> None:
    hand = ScriptedHand("crm", forever=DOWN)
    waits = await run_until_settled(Dispatcher(outbox, [route(hand)], clock), outbox, clock)
    assert len(hand.carried) == len(SCHEDULE) == 10
    assert len(waits) == 9
    for wait, planned in zip(waits, SCHEDULE[1:], strict=True):
        assert planned * (1 - JITTER) <= wait <= planned * (1 + JITTER)
    row = outbox.rows["a1"]
    assert row.status is DeliveryStatus.DEAD
    assert row.attempts == 10
    assert row.error == "crm: the receiver answered HTTP 500"


async def test_a_dead_delivery_can_be_replayed_with_the_same_id(outbox: MemoryOutbox, clock: ManualClock) -> None:
    hand = ScriptedHand("crm", *[DOWN] * 10)
    dispatcher = Dispatcher(outbox, [route(hand)], clock)
    await run_until_settled(dispatcher, outbox, clock)
    assert await outbox.requeue("a1", clock.now())
    clock.move(60_000)
    await dispatcher.once()
    assert hand.carried == ["a1"] * 11
    assert status(outbox, "a1") is DeliveryStatus.DELIVERED
    assert outbox.rows["a1"].error == ""


async def test_a_replay_of_a_delivered_one_goes_to_all_again(outbox: MemoryOutbox, clock: ManualClock) -> None:
    hands = [ScriptedHand("crm"), ScriptedHand("group")]
    dispatcher = Dispatcher(outbox, [route(hand) for hand in hands], clock)
    await dispatcher.once()
    assert await outbox.requeue("a1", clock.now())
    await dispatcher.once()
    assert [hand.carried for hand in hands] == [["a1", "a1"], ["a1", "a1"]]


async def test_a_retry_to_one_destination_does_not_repeat_the_others(outbox: MemoryOutbox, clock: ManualClock) -> None:
    good, bad = ScriptedHand("group"), ScriptedHand("crm", *[DOWN] * 3)
    dispatcher = Dispatcher(outbox, [route(good), route(bad)], clock)
    await run_until_settled(dispatcher, outbox, clock)
    assert good.carried == ["a1"]
    assert bad.carried == ["a1"] * 4
    assert status(outbox, "a1") is DeliveryStatus.DELIVERED


async def test_a_replay_repeats_only_what_did_not_arrive(outbox: MemoryOutbox, clock: ManualClock) -> None:
    good, bad = ScriptedHand("group"), ScriptedHand("crm", Refused("wrong key"))
    dispatcher = Dispatcher(outbox, [route(good), route(bad)], clock)
    await dispatcher.once()
    assert status(outbox, "a1") is DeliveryStatus.DEAD
    await outbox.requeue("a1", clock.now())
    await dispatcher.once()
    assert good.carried == ["a1"]
    assert bad.carried == ["a1", "a1"]
    assert status(outbox, "a1") is DeliveryStatus.DELIVERED


async def test_retry_after_is_honoured_for_the_whole_destination(outbox: MemoryOutbox, clock: ManualClock) -> None:
    hand = ScriptedHand("crm", RetryLater("the receiver answered HTTP 429", after=120))
    dispatcher = Dispatcher(outbox, [route(hand)], clock)
    await dispatcher.once()
    assert outbox.rows["a1"].next_at - clock.now() == 120_000
    outbox.add(make_delivery("a2"))
    await dispatcher.once()
    assert hand.carried == ["a1"], "others must leave it in peace as well"
    assert outbox.rows["a2"].attempts == 0
    assert outbox.rows["a2"].next_at >= clock.now() + 120_000
    clock.move(121_000)
    await dispatcher.once()
    assert sorted(hand.carried) == ["a1", "a1", "a2"]


@pytest.mark.parametrize("after", [-5, 0, 1e9, float("inf")])
async def test_an_odd_retry_after_is_bounded(after: float, outbox: MemoryOutbox, clock: ManualClock) -> None:
    hand = ScriptedHand("crm", RetryLater("busy", after=after))
    dispatcher = Dispatcher(outbox, [route(hand)], clock)
    await dispatcher.once()
    assert clock.now() < outbox.rows["a1"].next_at <= clock.now() + LONGEST_WAIT
    clock.move(LONGEST_WAIT)
    await dispatcher.once()
    assert status(outbox, "a1") is DeliveryStatus.DELIVERED


async def test_refused_is_dead_at_once(outbox: MemoryOutbox, clock: ManualClock) -> None:
    hand = ScriptedHand("crm", Refused("wrong key"))
    await Dispatcher(outbox, [route(hand)], clock).once()
    assert status(outbox, "a1") is DeliveryStatus.DEAD
    assert outbox.rows["a1"].error == "crm: wrong key"


async def test_gone_switches_the_destination_off(outbox: MemoryOutbox, clock: ManualClock) -> None:
    hand = ScriptedHand("crm", Refused("gone", gone=True))
    dispatcher = Dispatcher(outbox, [route(hand)], clock)
    outbox.add(make_delivery("a2"))
    await dispatcher.once()
    outbox.add(make_delivery("a3"))
    await dispatcher.once()
    assert "a3" not in hand.carried
    assert status(outbox, "a3") is DeliveryStatus.DEAD
    assert "410" in dispatcher.health()[0].off
    dispatcher.switch_on("crm")
    await outbox.requeue("a3", clock.now())
    await dispatcher.once()
    assert status(outbox, "a3") is DeliveryStatus.DELIVERED
    with pytest.raises(NotFoundError, match="crm"):
        dispatcher.switch_on("cmr")


async def test_a_fault_in_a_hand_is_a_failed_attempt(outbox: MemoryOutbox, clock: ManualClock) -> None:
    hand = ScriptedHand("crm", KeyError("13800138000"))
    await Dispatcher(outbox, [route(hand)], clock).once()
    row = outbox.rows["a1"]
    assert row.status is DeliveryStatus.PENDING
    assert row.error == "crm: the hand failed: KeyError"


async def test_what_nobody_wants_is_done(outbox: MemoryOutbox, clock: ManualClock) -> None:
    hand = ScriptedHand("crm")
    destination = Destination(name="crm", hand="test", min_tier=Tier.SEVERE)
    await Dispatcher(outbox, [Route(destination, hand)], clock).once()
    assert hand.carried == []
    assert status(outbox, "a1") is DeliveryStatus.DELIVERED


async def test_a_rate_limit_delays_and_does_not_count_as_attempt(clock: ManualClock) -> None:
    outbox, hand = MemoryOutbox(), ScriptedHand("group")
    dispatcher = Dispatcher(outbox, [route(hand, per_minute=20)], clock)
    outbox.add(*(make_delivery(f"a{n}") for n in range(60)))
    sent_at: list[int] = []
    while any(row.status is DeliveryStatus.PENDING for row in outbox.rows.values()):
        before = len(hand.carried)
        await dispatcher.once()
        sent_at += [clock.now()] * (len(hand.carried) - before)
        clock.move(500)
    assert sorted(hand.carried) == sorted(outbox.rows), "each one once"
    for at in sent_at:
        assert sum(1 for other in sent_at if at <= other < at + 60_000) <= 20
    assert {row.attempts for row in outbox.rows.values()} == {1}
    assert sent_at[-1] - sent_at[0] <= 5 * 60_000, "60 messages at no less than 15 a minute"


async def test_a_severe_action_passes_a_burst_of_mild_ones(clock: ManualClock) -> None:
    outbox, hand = MemoryOutbox(), ScriptedHand("group")
    dispatcher = Dispatcher(outbox, [route(hand, per_minute=20)], clock)
    outbox.add(*(make_delivery(f"a{n}", tier=Tier.MILD) for n in range(60)))
    await dispatcher.once()
    outbox.add(make_delivery("urgent", tier=Tier.SEVERE))
    await dispatcher.once()
    assert hand.carried[-1] == "urgent"


async def test_two_destinations_of_one_name_are_refused(outbox: MemoryOutbox, clock: ManualClock) -> None:
    with pytest.raises(SetupError, match="same name"):
        Dispatcher(outbox, [route(ScriptedHand("crm")), route(ScriptedHand("crm"))], clock)
