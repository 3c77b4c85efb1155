"""Shares with their intervals, and quartiles."""

import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.quartiles import quartiles
from zhiyin.domain.share import wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(hits: int, of: int, low: float, high: float) -> None:
    share = wilson(hits, of)
    assert share
    assert (share.value, share.low, share.high) == pytest.approx((hits / of, low, high), abs=5e-5)
    assert share.times(1000).high == share.high * 1000


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_interval_holds_the_share_and_stays_within_0_and_1(hits: int, of: int) -> None:
    share = wilson(min(hits, of), of)
    assert share
    assert 0 <= share.low <= share.value <= share.high <= 1
    more = wilson(2 * min(hits, of), 2 * of)
    assert more
    assert more.high - more.low < share.high - share.low


def test_of_nothing_there_is_no_share_and_no_middle() -> None:
    assert wilson(0, 0) is None
    assert quartiles(Counter()) is None


@given(st.lists(st.integers(-50, 50), min_size=1))
def test_quartiles_split_the_values_in_four(values: list[int]) -> None:
    found = quartiles(Counter(values))
    assert found
    assert found.median == statistics.median(values)
    assert sum(v <= found.low_quartile for v in values) >= len(values) / 4
    assert sum(v >= found.high_quartile for v in values) >= len(values) / 4
    assert found.low_quartile <= found.median <= found.high_quartile
