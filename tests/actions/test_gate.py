import asyncio

import pytest

from zhiyin.actions.gate import Answer, Gate, GateSettings
from zhiyin.testing.clock import ManualClock

GO, FAILING = Answer(go=True), Answer(failing=True)


def test_lets_through_up_to_its_bound_and_gives_the_others_times_of_their_own() -> None:
    gate = Gate(GateSettings(concurrency=2))
    assert [gate.ask(1000), gate.ask(1000)] == [GO, GO]
    later = [gate.ask(1000).until for _ in range(3)]
    assert sorted(set(later)) == later
    assert later[0] > 1000
    gate.leave(10, 1010, failed=False)
    assert gate.ask(1010) == GO


def test_opens_after_failures_in_a_row_only() -> None:
    gate = Gate(GateSettings(trip_after=2, cool_down=100))
    for failed in (True, False, True):
        assert gate.ask(0) == GO
        gate.leave(1, 0, failed=failed)
    assert gate.ask(0) == GO
    gate.leave(1, 0, failed=True)
    assert gate.ask(99) == FAILING


def test_a_failing_destination_is_tried_with_one_delivery_while_others_wait() -> None:
    gate = Gate(GateSettings(trip_after=1, cool_down=100))
    gate.ask(0)
    gate.leave(1, 0, failed=True)
    assert gate.ask(100) == GO
    waiting = gate.ask(100)
    assert not waiting.go
    assert not waiting.failing
    assert waiting.until > 100
    gate.leave(1, 110, failed=True)
    assert gate.ask(111) == FAILING
    assert gate.ask(210) == GO
    gate.leave(1, 215, failed=False)
    assert [gate.ask(215), gate.ask(215)] == [GO, GO]


def test_keeps_to_its_rate_in_any_window_and_spares_some_for_urgent_ones() -> None:
    gate = Gate(GateSettings(), per_minute=4)
    assert [gate.ask(t).go for t in (0, 10, 20)] == [True, True, True]
    assert not gate.ask(30).go, "the last quarter is for urgent ones"
    assert gate.ask(30, urgent=True).go
    assert gate.ask(40, urgent=True) == Answer(until=60_000)
    assert gate.ask(60_000, urgent=True).go


def test_holds_everything_when_asked_to() -> None:
    gate = Gate(GateSettings())
    gate.hold(5000)
    gate.hold(3000)
    assert gate.ask(4999, urgent=True) == Answer(until=5000)
    assert gate.ask(5000) == GO


async def test_a_place_that_comes_free_soon_is_waited_for_in_turn() -> None:
    gate, clock = Gate(GateSettings(concurrency=1)), ManualClock()
    assert gate.ask(clock.now()) == GO
    waiting = [asyncio.create_task(gate.enter(clock)) for _ in range(3)]
    await asyncio.sleep(0)
    for turn in waiting:
        gate.leave(10, clock.now(), failed=False)
        assert await turn == GO


async def test_who_waits_in_vain_is_given_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhiyin.actions.gate.PATIENCE", 0.06)
    gate, clock = Gate(GateSettings(concurrency=1)), ManualClock()
    assert gate.ask(clock.now()) == GO
    answer = await gate.enter(clock)
    assert (answer.go, answer.full) == (False, True)
    assert answer.until > clock.now()


async def test_a_place_that_is_long_in_coming_is_not_waited_for() -> None:
    gate, clock = Gate(GateSettings(concurrency=1)), ManualClock()
    for _ in range(20):
        gate.ask(clock.now())
        gate.leave(9000, clock.now(), failed=False)
    assert gate.ask(clock.now()) == GO
    answer = await gate.enter(clock)
    assert answer.until > clock.now()
    assert gate.ask(clock.now(), behind=1).until > answer.until
