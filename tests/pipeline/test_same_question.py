"""Asked again: by meaning, by words without a model, and never about another order."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhiyin.domain.asked import Asked
from zhiyin.domain.state import EmotionState
from zhiyin.pipeline.emotion import REMEMBERED, update
from zhiyin.pipeline.features import features
from zhiyin.pipeline.mask import mask
from zhiyin.pipeline.same_question import asked, asks_again, other_thing
from zhiyin.seams import QuestionModel
from zhiyin.testing.question_contract import QuestionModelContract
from zhiyin.testing.question_model import FakeQuestionModel
from zhiyin.testing.spine import cues, said

FINDER = cues()
WHERE = frozenset({"快递到哪了?", "我的包裹怎么还没送来?"})
EVERYTHING = FakeQuestionModel(sure=0.05)
"""Takes any two questions for the same."""


class TestFakeQuestionModel(QuestionModelContract):
    @pytest.fixture
    def model(self) -> QuestionModel:
        return FakeQuestionModel([WHERE])


def heard(*texts: str, judge: QuestionModel | None = None) -> EmotionState:
    state = EmotionState()
    for number, text in enumerate(texts, 1):
        state = update(state, features(mask(said(number, text)), state.context, FINDER), None, judge)
    return state


def question(text: str) -> Asked:
    return asked(features(mask(said(1, text)), (), FINDER))


def test_other_words_for_the_same_question_count_with_a_model_alone() -> None:
    talk = ("快递到哪了？", "发票怎么开？", "我的包裹怎么还没送来？")
    assert heard(*talk).repeats == 0
    assert heard(*talk, judge=FakeQuestionModel([WHERE])).repeats == 1


def test_equal_words_count_with_and_without_a_model() -> None:
    never = FakeQuestionModel(sure=1.0)
    for judge in (None, never):
        assert heard("快递怎么还没到？", "快递怎么还没到？", judge=judge).repeats == 1


def test_what_is_too_short_never_asks_again() -> None:
    assert heard("嗯？", "嗯？", "好？", judge=EVERYTHING).repeats == 0
    assert asks_again(Asked(""), [Asked("")], EVERYTHING) == 0


def test_what_does_not_ask_is_not_put_to_the_model() -> None:
    assert heard("今天天气不错", "今天天气不错", judge=EVERYTHING).repeats == 0


NUMBERS = st.integers(100_000, 10**15).map(str)


@given(NUMBERS, NUMBERS)
def test_two_different_orders_are_never_one_question(one: str, other: str) -> None:
    first, second = question(f"订单号{one}怎么还没发货？"), question(f"订单号{other}怎么还没发货？")
    assume(first.marks and second.marks and {m for _, m in first.marks} != {m for _, m in second.marks})
    assert asks_again(second, [first], EVERYTHING) == 0
    assert asks_again(second, [first]) == 0


@given(st.sets(NUMBERS, min_size=1, max_size=3), st.sets(NUMBERS, min_size=1, max_size=3))
def test_the_veto_is_that_each_names_what_the_other_does_not(one: set[str], other: set[str]) -> None:
    first, second = (question("退款：" + "；".join(f"订单号{n}" for n in sorted(s)) + "？") for s in (one, other))
    a, b = ({mark for _, mark in q.marks} for q in (first, second))
    assert other_thing(first, second) == other_thing(second, first) == bool(a - b and b - a)


def test_a_number_that_passes_for_another_kind_is_still_another_number() -> None:
    order, like_a_mobile = question("订单号202401017788怎么还没发货？"), question("订单号13812345678怎么还没发货？")
    assert order.marks[0][0] != like_a_mobile.marks[0][0]
    assert asks_again(like_a_mobile, [order], EVERYTHING) == 0


def test_another_order_under_the_same_telephone_number_is_another_question() -> None:
    first, second = (question(f"手机13812345678，订单号{n}怎么还没发货？") for n in ("202401017788", "202401017799"))
    assert asks_again(second, [first], EVERYTHING) == 0


def test_the_same_order_in_other_clothes_may_be_asked_about_again() -> None:
    first, second = question("订单号202401017788怎么还没发货？"), question("订单号2024-0101-7788怎么还没发货？")
    assert asks_again(second, [first]) == 1
    assert asks_again(second, [first], EVERYTHING) > EVERYTHING.sure


def test_a_shared_order_forces_nothing() -> None:
    first, second = question("订单号202401017788怎么还没发货？"), question("订单号202401017788能开发票吗？")
    assert asks_again(second, [first]) == 0
    assert asks_again(second, [first], FakeQuestionModel()) < FakeQuestionModel().sure


def test_a_value_that_one_of_them_alone_names_vetoes_nothing() -> None:
    order, plate = question("订单号202401017788怎么还没发货？"), question("车牌粤B12345怎么还没发货？")
    more = question("订单号202401017788怎么还没发货？手机13812345678")
    assert not other_thing(order, plate)
    assert not other_thing(order, more)
    assert not other_thing(order, question("怎么还没发货？"))


@given(st.lists(st.sampled_from(["快递到哪了？", "发票怎么开？", "能退款吗？", "客服呢？"]), max_size=20))
def test_the_remembered_questions_are_bounded_and_the_result_is_the_same_again(talk: Sequence[str]) -> None:
    state = heard(*talk, judge=FakeQuestionModel([WHERE]))
    assert len(state.questions) == min(REMEMBERED, len(talk))
    assert heard(*talk, judge=FakeQuestionModel([WHERE])) == state


def test_a_snapshot_of_an_earlier_version_is_read_and_forgets_what_was_asked() -> None:
    old = msgspec.json.encode({"turns": 3, "repeats": 2, "asked": ["快递到哪了?"]})
    state = msgspec.json.decode(old, type=EmotionState)
    assert (state.turns, state.repeats, state.questions) == (3, 2, ())
    kept = heard("订单号202401017788怎么还没发货？")
    assert msgspec.json.decode(msgspec.json.encode(kept), type=EmotionState) == kept
