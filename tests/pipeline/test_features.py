"""Folding, cues and context."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.features import ContextTurn
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.utterance import Kind, Role
from zhiyin.pipeline.features import CONTEXT_CHARACTERS, CONTEXT_TURNS, CueFinder, features, follow
from zhiyin.pipeline.folding import fold
from zhiyin.pipeline.mask import mask
from zhiyin.pipeline.repetition import says_again, similarity
from zhiyin.testing.spine import said

FINDER = CueFinder(Lexicon({"threat": ("投诉", "12315", "投诉你们"), "safety": ("胸痛",), "no_safety": ("胸痛中心",)}))


def test_traditional_full_width_and_case_are_folded_without_moving_anything() -> None:
    assert fold("等了三天還沒發貨，請問ORDER") == "等了三天还没发货,请问order"
    assert fold("這個耳機") == "这个耳机"


@given(st.text(max_size=80))
def test_folding_keeps_the_length_and_is_idempotent(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_a_cue_is_the_longest_expression_at_its_place_and_points_into_the_text() -> None:
    found = features(mask(said(1, "我要投诉你们，打12315")), (), FINDER)
    assert [(c.name, c.text) for c in found.cues] == [("threat", "投诉你们"), ("threat", "12315")]
    for cue in found.cues:
        assert found.folded[slice(*cue.span)] == cue.text


@pytest.mark.parametrize("text", ["我不投诉了", "没有投诉的意思", "不想投诉谁"])
def test_a_denied_threat_is_none(text: str) -> None:
    assert not features(mask(said(1, text)), (), FINDER).has("threat")


def test_an_exception_list_takes_a_word_out_of_its_cue() -> None:
    assert not features(mask(said(1, "胸痛中心怎么走")), (), FINDER).cues
    assert features(mask(said(1, "我胸痛")), (), FINDER).has("safety")


def test_context_holds_the_last_turns_bounded_and_skips_silence() -> None:
    context: tuple[ContextTurn, ...] = ()
    for number in range(10):
        context = follow(context, mask(said(number, f"第{number}句" + "长" * 1000)))
    assert len(context) == CONTEXT_TURNS
    assert all(len(t.text) <= CONTEXT_CHARACTERS for t in context)
    silence = mask(said(11, "", role=Role.SYSTEM, kind=Kind.SILENCE))
    assert follow(context, silence) == context


def test_the_model_is_shown_the_turns_before_folded_with_their_holes_and_who_spoke() -> None:
    context = follow((), mask(said(1, "電話13812345678，還沒發貨")))
    context = follow(context, mask(said(2, "亲，稍等", role=Role.AGENT)))
    context = follow(context, mask(said(3, "自动回复", role=Role.BOT)))
    seen = features(mask(said(4, "好")), context, FINDER)
    assert [(b.ours, b.folded) for b in seen.before] == [
        (False, "电话[手机号],还没发货"),
        (True, "亲,稍等"),
        (True, "自动回复"),
    ]
    assert [seen.before[0].folded[slice(*hole)] for hole in seen.before[0].holes] == ["[手机号]"]
    assert [len(b.folded) for b in seen.before] == [len(t.text) for t in seen.context]


def test_features_keep_as_many_turns_before_as_context() -> None:
    context = tuple(ContextTurn(Role.CUSTOMER, mask(said(n, f"第{n}句")).text) for n in range(9))
    seen = features(mask(said(9, "好")), context, FINDER)
    assert len(seen.before) == len(seen.context) == CONTEXT_TURNS
    assert seen.before[-1].folded == "第8句"


@given(st.text(max_size=40), st.text(max_size=40))
def test_similarity_is_symmetric_and_within_0_and_1(a: str, b: str) -> None:
    assert similarity(a, b) == similarity(b, a)
    assert 0 <= similarity(a, b) <= 1


def test_the_same_words_with_other_numbers_and_marks_are_the_same() -> None:
    assert says_again("我的快递[订单号]怎么还没到!!", ["我的快递怎么还没到?"])
    assert not says_again("好的", ["好的"])
