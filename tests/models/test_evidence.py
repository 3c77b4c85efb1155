"""Evidence: the words named weigh what their characters weigh, and are whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.models.evidence import spread, words

VALUES = st.floats(-3, 3, allow_nan=False)
TEXTS = st.text(alphabet="质量太差good bad,。!😡👍🏻\u200b ", max_size=30)


@given(st.data(), TEXTS)
def test_a_span_weighs_the_sum_of_its_characters(data: st.DataObject, text: str) -> None:
    values = data.draw(st.lists(VALUES, min_size=len(text), max_size=len(text)))
    found = words(text, (), values)
    assert len(found) <= 3
    for (start, end), weight in found:
        assert 0 <= start < end <= len(text)
        assert weight == pytest.approx(sum(values[start:end]), abs=1e-6)
    places = [i for span, _ in found for i in range(*span)]
    assert len(places) == len(set(places))


@given(st.lists(VALUES, min_size=8, max_size=8))
def test_a_placeholder_is_never_named(values: list[float]) -> None:
    for (start, end), _ in words("差[手机号]吗吗", ((1, 6),), values):
        assert end <= 1 or start >= 6


@pytest.mark.parametrize(
    ("text", "heavy", "named"),
    [
        ("服务 is unacceptable !", "accept", "unacceptable"),
        ("太差👍🏻了", "👍", "👍🏻"),
        ("这个客服态度很差。算了", "很差", "很差"),
        ("???", "?", "???"),
    ],
)
def test_words_and_emoji_are_named_whole(text: str, heavy: str, named: str) -> None:
    place = text.index(heavy)
    values = [1.0 if place <= i < place + len(heavy) or heavy == "?" else 0.0 for i in range(len(text))]
    (span, weight), *_ = words(text, (), values)
    assert text[slice(*span)] == named
    assert weight == sum(values)


def test_a_piece_is_spread_over_its_letters_and_not_over_blanks() -> None:
    assert spread("a bc", [(0, 0), (0, 1), (1, 4)], [5.0, 1.0, 3.0]) == [1.0, 0.0, 1.5, 1.5]
