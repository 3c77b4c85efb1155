"""Who spoke when: turns without an answer, gaps by the channel's habit, insistence."""

import pytest

from zhiyin.domain.rhythm import Rhythm
from zhiyin.domain.state import EmotionState
from zhiyin.domain.utterance import Role, Scalar
from zhiyin.pipeline.emotion import update
from zhiyin.pipeline.facts import facts
from zhiyin.pipeline.features import features
from zhiyin.pipeline.habit import habit_of, is_long
from zhiyin.pipeline.mask import mask
from zhiyin.testing.spine import START, cues, said

FINDER = cues()
Said = tuple[str, Role, float]


def after(*turns: Said, told: dict[str, Scalar] | None = None) -> EmotionState:
    state = EmotionState()
    for number, (text, role, seconds) in enumerate(turns, 1):
        masked = mask(said(number, text, role=role, seconds=seconds, facts=told))
        state = update(state, features(masked, state.context, FINDER), None)
    return state


def ask(seconds: float, text: str = "我的快递到哪了？") -> Said:
    return (text, Role.CUSTOMER, seconds)


def answer(seconds: float, text: str = "您好，正在查询") -> Said:
    return (text, Role.AGENT, seconds)


def known(state: EmotionState, seconds: float) -> dict[str, object]:
    item = features(mask(said(99, "", seconds=seconds)), (), FINDER)
    return dict(facts(state, item, None, START + round(seconds * 1000)))


def test_turns_and_questions_without_an_answer_are_counted_until_one_comes() -> None:
    waiting = known(after(ask(0), ask(5), ("好吧", Role.CUSTOMER, 6)), 6)
    assert (waiting["unanswered"], waiting["open_questions"], waiting["longest_unanswered"]) == (3, 2, 3)
    served = known(after(ask(0), ask(5), answer(9), ask(20)), 20)
    assert (served["unanswered"], served["open_questions"], served["longest_unanswered"]) == (1, 1, 2)


def test_the_time_of_answers_is_that_from_the_first_unanswered_turn() -> None:
    found = known(after(ask(0), ask(5), answer(20), ask(30), answer(40)), 40)
    assert (found["answer_s"], found["last_answer_s"], found["agent_turns"]) == (15.0, 10.0, 2)
    assert found["answer_ratio"] == pytest.approx(15 / habit_of("chat"))
    assert found["duration_s"] == 40.0


def test_an_agent_who_speaks_unasked_answers_nothing() -> None:
    found = known(after(answer(0), answer(500)), 500)
    assert (found["answer_s"], found["long_gaps"]) == (0.0, 0)


def test_a_gap_is_long_by_the_habit_of_its_channel_and_never_below_eight_seconds() -> None:
    assert not is_long(8.0, 1.0)
    assert is_long(8.1, 4.0)
    assert not is_long(50.0, habit_of("chat"))
    assert not is_long(3600.0, habit_of("email"))
    slow = (ask(0), answer(70), ask(80))
    assert known(after(*slow), 81)["long_gaps"] == 1
    assert known(after(*slow), 150)["long_gaps"] == 2  # the present wait counts, too
    assert known(after(*slow, told={"habit_s": 600}), 150)["long_gaps"] == 0


@pytest.mark.parametrize("told", [0, -3, True, "soon"])
def test_a_habit_that_is_no_time_is_not_believed(told: Scalar) -> None:
    assert habit_of("phone", told) == habit_of("phone")


def test_words_of_insistence_are_counted_by_turn() -> None:
    state = after(
        ask(0, "又坏了，总是这样"), answer(5), ask(9, "这是第三次了！"), ask(12, "再说最后一遍"), ask(15, "好的")
    )
    assert known(state, 15)["insistence"] == 3


def test_a_state_before_any_turn_has_no_rhythm() -> None:
    assert EmotionState().rhythm == Rhythm()
    assert known(EmotionState(), 10)["duration_s"] == 0.0
