"""Garbled text: what is set aside, and above all what is not."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhiyin.domain.quality import Quality
from zhiyin.pipeline.quality import garbled

GOOD = "这个耳机音质不错，物流也很快，非常满意，下次还会再来买"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\u200b\ufeff", "empty"),
        ("\ufffd\ufffd\ufffd好", "replacement"),
        ("\x01\x02\x03a", "control"),
        ("\ue000\ue123好", "control"),
        ("锟斤拷锟斤拷锟斤拷", "mojibake"),
        ("烫烫烫烫烫", "mojibake"),
        (GOOD.encode().decode("latin-1"), "mojibake"),
        (GOOD.encode().decode("cp1252", "replace"), "mojibake"),
        (GOOD.encode().decode("gb18030", "replace"), "mojibake"),
        ("好评".encode().decode("gbk"), "mojibake"),
    ],
)
def test_garbled_text_is_told(text: str, reason: str) -> None:
    assert garbled(text) == reason


@pytest.mark.parametrize(
    "text",
    [
        "好",
        "👍👍👍",
        "。。。。",
        "？？？",
        "12345",
        "联通",
        "café très bien, naïve façade",
        "25°C",
        "好烫好烫",
        "個人覺得還不錯",
        "とても良い",
        GOOD + "\ufffd",
        "第一行\n第二行\t好",
    ],
)
def test_odd_but_readable_text_is_read(text: str) -> None:
    assert garbled(text) is None


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=6, max_size=60))
def test_utf8_read_as_gbk_is_found_whatever_the_words(text: str) -> None:
    """Only where no byte was lost on the way; what loses many shows replacement or unassigned characters instead."""
    try:
        wrong = text.encode().decode("gb18030")
    except UnicodeDecodeError:
        assume(False)
    assert garbled(wrong) in {"mojibake", "control"}


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert garbled(text) in {None, "empty", "replacement", "control", "mojibake"}


def test_quality_of_parts_adds_up() -> None:
    one = Quality(rows=10, read=9, complete=8, set_aside={"empty": 1}, missing={"role": 1})
    both = one.plus(Quality(rows=90, read=90, complete=90))
    assert both == Quality(rows=100, read=99, complete=98, set_aside={"empty": 1}, missing={"role": 1})
    assert both.enough
    assert not one.enough
    assert Quality().completeness == 1.0
