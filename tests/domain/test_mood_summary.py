"""Mood summaries add up: in any order, split any way, through text and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.mood_summary import COUNTS, MoodSummary
from zhiyin.domain.reading import Emotion
from zhiyin.domain.waits import EDGES_MS, ERROR, Waits, bucket_of

_counts = st.integers(-5, 10**9)
_waits = st.dictionaries(st.integers(0, len(EDGES_MS) - 1), st.integers(0, 99), max_size=4).map(Waits)


@st.composite
def _summaries(draw: st.DrawFn) -> MoodSummary:
    counts = draw(st.dictionaries(st.sampled_from(COUNTS), _counts, max_size=6))
    emotions = draw(st.dictionaries(st.sampled_from(Emotion), _counts, max_size=3))
    plain = MoodSummary.of(counts, {"answers": draw(_waits), "longest": draw(_waits)})
    return plain + MoodSummary(emotions=emotions)


@given(_summaries(), _summaries(), _summaries())
def test_sums_do_not_depend_on_order_or_grouping(a: MoodSummary, b: MoodSummary, c: MoodSummary) -> None:
    assert (a + b) + c == a + (b + c) == (c + a) + b
    assert a + MoodSummary() == a


@given(_summaries())
def test_the_text_of_a_summary_gives_it_back(summary: MoodSummary) -> None:
    assert MoodSummary.from_json(summary.to_json()) == summary


def test_what_is_no_summary_is_refused() -> None:
    with pytest.raises(ValueError, match="not a mood summary"):
        MoodSummary.from_json('{"others": 1}')


@given(st.lists(st.integers(1_000, 500_000_000), min_size=1, max_size=60), st.floats(0.01, 1))
def test_quantiles_are_as_near_as_promised(waits: list[int], share: float) -> None:
    found = sum((Waits({bucket_of(w): 1}) for w in waits), Waits())
    exact = next(w for n, w in enumerate(sorted(waits), start=1) if n >= share * len(waits))
    quantile = found.quantile(share)
    assert quantile is not None
    assert abs(quantile * 1000 / exact - 1) <= ERROR + 0.002  # edges are whole milliseconds


def test_nothing_has_no_quantile_and_short_waits_have_a_bucket() -> None:
    assert Waits().quantile(0.5) is None
    assert Waits({bucket_of(-5): 2}).quantile(0.9) == 0.5
    assert bucket_of(10**12) == len(EDGES_MS) - 1
