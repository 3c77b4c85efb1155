"""Which words say something by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.pipeline.telling import is_telling

PARTS = ("你们", "我", "这", "三", "两", "的", "了", "是", "在", "就", "不", "没有")


@pytest.mark.parametrize(
    "word",
    [
        "你们",
        "我们的",
        "三块",
        "三块钱",
        "两次",
        "一百多",
        "这个",
        "那些",
        "这三天",
        "每天",
        "几个",
        "什么",
        "怎么",
        "为什么",
        "就是",
        "不是",
        "没有",
        "但是",
        "的话",
        "还是",
        "所以",
        "是不是",
        "有没有",
        "你们这",
        "他们都",
        "我在",
        "了吗",
        "19.9元",
        "3天",
        "the",
        "you",
        "it",
        "is",
        "2026",
    ],
)
def test_what_says_nothing(word: str) -> None:
    assert not is_telling(word)


@pytest.mark.parametrize(
    "word",
    [
        "太慢",
        "慢",
        "骗子",
        "退款",
        "投诉",
        "不好",
        "不行",
        "没发货",
        "态度差",
        "坏了",
        "破了",
        "第三次",
        "12315",
        "掉色",
        "难吃",
        "气死",
        "垃圾",
        "差评",
        "好评",
        "满意",
        "谢谢",
        "催了",
        "失望",
        "一般",
        "质量",
        "物流",
        "等了三天",
        "再不发",
        "说话不算",
        "terrible",
        "太差",
        "👎",
        "呵呵",
    ],
)
def test_what_says_something(word: str) -> None:
    assert is_telling(word)


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4))
def test_parts_that_say_nothing_say_nothing_together(parts: list[str]) -> None:
    assert not is_telling("".join(parts))


@given(st.text(max_size=12))
def test_any_text_gets_an_answer(text: str) -> None:
    assert is_telling(text) in (True, False)
