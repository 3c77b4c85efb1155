"""The cascade's bound: the least share read again at which no set loses more than is allowed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.errors import SetupError
from zhiyin.training.encoder.band import Judged, at, choose


def judged(name: str, rows: list[tuple[float, int, int, int]]) -> Judged:
    """Rows of (confidence, what the fast reader said, what the full one said, what is true)."""
    confidence, fast, full, truth = zip(*rows, strict=True)
    return Judged(name, np.array(confidence), np.array(fast), np.array(full), np.array(truth))


def made(name: str, seed: int, rows: int = 400, ear: float = 0.8) -> Judged:
    """A fast reader that is right as often as it says, beside a full one that is right nine times in ten."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, 2, rows)
    confidence = np.clip(chance.beta(6, 2, rows) * 0.5 + 0.5 * ear, 0.5, 1)
    fast = np.where(chance.random(rows) < confidence, truth, 1 - truth)
    full = np.where(chance.random(rows) < 0.95, truth, 1 - truth)
    return Judged(name, confidence, fast, full, truth)


def test_what_the_fast_reader_gets_wrong_is_read_again_and_no_more() -> None:
    rows = [(0.55, 0, 1, 1), (0.6, 1, 1, 1), (0.65, 0, 1, 1), (0.9, 1, 1, 1), (0.95, 0, 0, 0)]
    choice = choose([judged("reviews", rows)], cost=0.01)
    assert choice.sure == 0.9
    assert choice.share == pytest.approx(0.6)
    assert choice.lost == {"reviews": 0.0}


def test_nothing_is_read_again_where_nothing_is_lost() -> None:
    choice = choose([judged("reviews", [(0.5, 1, 1, 1), (0.7, 0, 1, 0)])], cost=0.05)
    assert (choice.sure, choice.share) == (0.0, 0.0)
    assert choice.lost == {"reviews": -50.0}
    assert choice.gain == pytest.approx(20)
    assert choice.enough


def test_all_is_read_again_where_the_fast_reader_is_always_wrong() -> None:
    choice = choose([judged("reviews", [(1.0, 0, 1, 1)] * 3)], cost=0.05)
    assert choice.sure > 1.0 or choice.share == 1.0
    assert choice.lost == {"reviews": 0.0}
    assert not choice.enough


def test_a_good_set_does_not_pay_for_a_bad_one() -> None:
    good = judged("good", [(0.6, 1, 0, 1)] * 50)
    bad = judged("bad", [(0.8, 0, 1, 1)] * 2 + [(0.9, 1, 1, 1)] * 48)
    choice = choose([good, bad], cost=0.01)
    assert choice.lost["bad"] <= 0.5
    assert choice.sure == 0.9
    assert choice.shares == {"good": 1.0, "bad": 0.04}


def test_rows_read_again_for_another_reason_count_in_the_share_and_lose_nothing() -> None:
    one = judged("reviews", [(0.9, 0, 1, 1), (0.95, 1, 1, 1)])
    marked = Judged(one.name, one.confidence, one.fast, one.full, one.truth, np.array([True, False]))
    choice = choose([marked], cost=0.01)
    assert choice.sure == 0.0
    assert choice.share == 0.5
    assert choice.lost == {"reviews": 0.0}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 3))
def test_the_choice_keeps_its_word_and_no_lower_bound_does(seed: int, most_lost: float) -> None:
    sets = [made("one", seed), made("two", seed + 1, rows=300)]
    choice = choose(sets, cost=0.02, most_lost=most_lost)
    assert all(lost <= most_lost + 1e-6 for lost in choice.lost.values())
    assert choice.gain == pytest.approx(1 / (0.02 + choice.share))
    for lower in np.concatenate([s.confidence for s in sets]):
        if lower < choice.sure:
            assert any(lost > most_lost for lost in at(sets, 0.02, float(lower)).lost.values())


def test_sets_that_do_not_fit_are_named() -> None:
    broken = Judged("short", np.array([0.5]), np.array([1]), np.array([1, 0]), np.array([1]))
    with pytest.raises(SetupError, match="short"):
        choose([broken], cost=0.1)
    with pytest.raises(SetupError, match="at least one"):
        choose([], cost=0.1)
