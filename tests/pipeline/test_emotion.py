"""Mood, slope, runs, waits and repetition over the course of a conversation."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.reading import Reading
from zhiyin.domain.state import EmotionState
from zhiyin.domain.utterance import Kind, Role
from zhiyin.pipeline.emotion import COURSE_POINTS, slope, update
from zhiyin.pipeline.features import features
from zhiyin.pipeline.mask import mask
from zhiyin.pipeline.silence import due_silences
from zhiyin.testing.readings import reading
from zhiyin.testing.spine import START, cues, said

FINDER = cues()


def after(*turns: tuple[str, Role, float, Reading | None], kind: Kind = Kind.MESSAGE) -> EmotionState:
    """The state after turns of (text, role, seconds, reading)."""
    state = EmotionState()
    for number, (text, role, seconds, read) in enumerate(turns, 1):
        masked = mask(said(number, text, role=role, seconds=seconds, kind=kind))
        state = update(state, features(masked, state.context, FINDER), read)
    return state


def customer(text: str, seconds: float, valence: float, *, unsure: bool = False) -> tuple[str, Role, float, Reading]:
    return (text, Role.CUSTOMER, seconds, reading(valence, unsure=unsure))


def test_mood_follows_sure_turns_and_hardly_unsure_ones() -> None:
    sure = after(customer("差", 1, -1.0))
    unsure = after(customer("差", 1, -1.0, unsure=True))
    assert sure.mood < -0.4
    assert -0.2 < unsure.mood < 0
    assert (sure.negative_run, unsure.negative_run) == (1, 0)


def test_an_unsure_turn_neither_ends_nor_lengthens_a_run() -> None:
    state = after(customer("差", 1, -1), customer("嗯", 2, 0.9, unsure=True), customer("很差", 3, -1))
    assert state.negative_run == 2
    assert after(customer("差", 1, -1), customer("好", 2, 1)).negative_run == 0


def test_recovery_lifts_the_mood_but_the_lowest_point_stays() -> None:
    state = after(customer("差", 1, -1), customer("太差", 2, -1), customer("谢谢", 3, 1), customer("好", 4, 1))
    assert state.mood > 0
    assert state.lowest < -0.6
    assert state.slope > 0.5


def test_waits_are_measured_from_the_first_unanswered_turn() -> None:
    state = after(
        customer("在吗", 0, 0),
        customer("人呢", 30, -0.5),
        ("您好", Role.AGENT, 100, None),
        customer("好", 101, 0),
    )
    assert state.longest_wait == 100_000
    assert state.waiting_since == START + 101_000


def test_asking_the_same_again_is_counted_but_two_order_numbers_are_not_two_questions_alike() -> None:
    again = after(customer("我的快递怎么还没到？", 1, 0), customer("快递怎么还没到啊？", 60, 0))
    assert again.repeats == 1
    other = after(customer("订单123456789怎么退货？", 1, 0), customer("发票可以改抬头吗？", 60, 0))
    assert other.repeats == 0
    assert after(customer("好的", 1, 0), customer("好的", 2, 0)).repeats == 0


def test_the_same_line_of_the_agent_is_counted() -> None:
    line = ("亲，非常抱歉给您带来不便，请您耐心等待", Role.AGENT)
    state = after((*line, 1.0, None), customer("还要多久", 2, -0.5), (*line, 3.0, None))
    assert state.agent_repeats == 1


def test_silence_changes_no_mood_and_becomes_due_step_by_step() -> None:
    state = after(customer("怎么还没发货？", 0, -0.5))
    assert [at - START for _, at in due_silences(state)] == [60_000, 180_000, 300_000]
    insistent = after(customer("怎么还没发货？", 0, -0.5), customer("怎么还没发货？", 1, -0.5))
    assert due_silences(insistent)[0][1] == START + 8_000
    silent = update(
        state, features(mask(said(9, "", role=Role.SYSTEM, seconds=60, kind=Kind.SILENCE)), (), FINDER), None
    )
    assert (silent.mood, silent.turns, silent.applied) == (state.mood, state.turns, state.applied + 1)
    assert [at - START for _, at in due_silences(silent)] == [180_000, 300_000]
    assert due_silences(after(customer("在吗", 0, 0), ("在", Role.AGENT, 1, None))) == ()


@given(st.lists(st.floats(-1, 1), max_size=60))
def test_the_state_stays_bounded_whatever_is_read(valences: Sequence[float]) -> None:
    state = after(*(customer("话", n, v) for n, v in enumerate(valences)))
    assert -1 <= state.mood <= 1
    assert state.lowest <= state.mood + 1e-9 or state.lowest <= 0
    assert len(state.course) <= COURSE_POINTS
    assert len(state.context) <= 6
    assert state.customer_turns == len(valences)


@pytest.mark.parametrize(("values", "expected"), [([], 0.0), ([1.0], 0.0), ([0.0, 1.0], 1.0), ([1.0, 0.0, -1.0], -1.0)])
def test_slope_is_the_change_per_step(values: list[float], expected: float) -> None:
    assert slope(values) == pytest.approx(expected)
