"""Marks: two values of one conversation can be told apart, however they are written, and not turned back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Origin, Role, Utterance
from zhiyin.pipeline.mask import mask, mask_text
from zhiyin.pipeline.masking.mark import HIDDEN_BITS, MOST_BITS, mark_key, mark_of

HERE = ConversationRef("t", "c1")
KEY = mark_key(HERE)


def marks(text: str, conversation: str = "c1", secret: bytes = b"") -> list[int | None]:
    utterance = Utterance(Origin(ConversationRef("t", conversation), "e", Role.CUSTOMER, 1), RawText(text))
    return [entity.mark for entity in mask(utterance, secret).entities]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("我的手机13812345678", "电话是138 1234 5678"),
        ("我的手机13812345678", "打+86 138-1234-5678"),
        ("我的手机13812345678", "打一三八一二三四五六七八给我"),
        ("订单号：202401017788", "订单号 2024 0101 7788"),
        ("运单SF1234567890123", "运单sf1234567890123"),
        ("车牌粤B12345", "粤b12345这车"),
        ("邮箱Zhang.San@Example.com", "zhang.san@example.com"),
        ("身份证11010519491231002X", "身份证11010519491231002x"),
    ],
)
def test_one_value_has_one_mark_however_it_is_written(one: str, other: str) -> None:
    (first,), (second,) = marks(one), marks(other)
    assert first == second is not None


def test_another_value_or_conversation_or_secret_has_another_mark() -> None:
    (first,) = marks("订单号202401017788")
    assert marks("订单号202401017789") != [first]
    assert marks("订单号202401017788", "c2") != [first]
    assert marks("订单号202401017788", secret=b"s") != [first]
    assert marks("订单号202401017788") == [first]


def test_marks_follow_their_placeholders_through_all_rounds() -> None:
    text = "我叫张三，订单号202401017788，手机13812345678，[手机号]，退到6222021234567890128，单号202401017799"
    found = dict(zip(["name", "order", "mobile", "typed", "bank_card", "other order"], marks(text), strict=True))
    assert found["name"] is None
    assert found["typed"] is None
    assert found["order"] == marks("订单号202401017788")[0]
    assert found["mobile"] == marks("13812345678")[0]
    assert found["other order"] == marks("单号202401017799")[0]
    assert found["bank_card"] is not None


def test_names_addresses_and_secrets_have_no_mark() -> None:
    for text in ("我叫张三", "地址：北京市朝阳区建国路88号1号楼2单元301室", "密码是abc12345", "王先生"):
        assert all(mark is None for mark in marks(text)), text


def test_without_a_key_there_are_no_marks() -> None:
    _, found = mask_text(RawText("订单号202401017788，手机13812345678"))
    assert [entity.mark for entity in found] == [None, None]


@given(st.integers(6, 8), st.data())
def test_a_short_number_shares_its_mark_with_hundreds(digits: int, data: st.DataObject) -> None:
    value = data.draw(st.integers(10 ** (digits - 1), 10**digits - 1))
    mark = mark_of("order", str(value), KEY)
    assert mark is not None
    bits = min(MOST_BITS, int(digits * math.log2(10) - HIDDEN_BITS))
    assert 0 <= mark < 2**bits
    assert 10**digits / 2**bits > 500


def test_marks_of_short_numbers_are_spread_evenly() -> None:
    seen = [mark_of("order", str(value), KEY) for value in range(100_000, 120_000)]
    counts = [seen.count(mark) for mark in (0, 1, 511, 1023)]
    assert all(5 <= count <= 45 for count in counts)  # 20 expected, standard deviation 4.4


@given(st.text(max_size=60))
def test_marks_change_nothing_else(text: str) -> None:
    with_key, without = mask_text(RawText(text), KEY), mask_text(RawText(text))
    assert with_key[0] == without[0]
    assert [(e.kind, e.span) for e in with_key[1]] == [(e.kind, e.span) for e in without[1]]
