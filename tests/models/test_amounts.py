"""Numbers are one number however they are written, and 一下 is none."""

import pytest

from zhiyin.models.amounts import amounts, spelled


@pytest.mark.parametrize(
    ("one", "other"),
    [("借500块", "借五百块"), ("分3个月", "分三个月"), ("买2件", "买两件"), ("12期", "十二期"), ("10000元", "一万元")],
)
def test_numerals_and_digits_are_one_number(one: str, other: str) -> None:
    assert amounts(one) == amounts(other) != frozenset()


@pytest.mark.parametrize("text", ["等一下", "问一个问题", "第一次", "什么时候发货", "万一", "千万不要"])
def test_words_with_a_numeral_are_no_numbers(text: str) -> None:
    assert amounts(text) == frozenset()


def test_models_and_sizes_keep_their_letters() -> None:
    assert amounts("iphone15多少钱") == amounts("苹果15") == {"15"}
    assert amounts("64g的") != amounts("256g的")
    assert amounts("华为p60") != amounts("华为p50")


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("二", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("五千", 5000),
        ("三万五千", 35_000),
        ("二〇二四", 2024),
        ("万", 10_000),
    ],
)
def test_spelled_numbers(word: str, value: int) -> None:
    assert spelled(word) == value
