"""Agreement between labellers against published examples, and what must hold whatever they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.reports.agreement import Pair, by_name, cohen, krippendorff
from zhiyin.reports.weighted_share import weighted

names = st.sampled_from("abc")
pairs = st.lists(st.tuples(names, names), min_size=1, max_size=60)


def test_cohen_gives_the_textbook_value() -> None:
    """20 both yes, 15 both no, 5 and 10 apart: agreement 0.70, by chance 0.50, kappa 0.40."""
    found = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    kappa = cohen(found)
    assert kappa.value == pytest.approx(0.4)
    assert kappa.low is not None
    assert kappa.high is not None
    assert kappa.low < 0.4 < kappa.high
    # The standard error of two evenly used names is sqrt(p(1-p)/n)/(1-pe), to the first order: 0.13.
    assert kappa.high - kappa.low == pytest.approx(2 * 1.96 * 0.127, abs=0.02)


def test_krippendorff_gives_the_published_value() -> None:
    """The example of section C of "Computing Krippendorff's Alpha-Reliability": four observers, twelve units, 0.743."""
    table = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
    columns = zip(*(line.split() for line in table), strict=True)
    alpha = krippendorff([[value for value in column if value != "."] for column in columns])
    assert alpha == pytest.approx(0.743, abs=0.0005)


@given(pairs)
def test_kappa_keeps_its_bounds_and_does_not_care_who_is_first(found: list[Pair]) -> None:
    kappa, turned = cohen(found), cohen([(b, a) for a, b in found])
    if kappa.value is None or kappa.low is None or kappa.high is None:
        assert len({name for pair in found for name in pair}) == 1
        return
    assert -1 <= kappa.low <= kappa.value <= kappa.high <= 1
    assert turned.value == pytest.approx(kappa.value)
    assert turned.low == pytest.approx(kappa.low)


@given(pairs)
def test_more_of_the_same_is_surer(found: list[Pair]) -> None:
    once, often = cohen(found), cohen(found * 4)
    if once.low is None or once.high is None or often.low is None or often.high is None:
        return
    assert often.value == pytest.approx(once.value)
    assert often.high - often.low <= once.high - once.low + 1e-9


@given(st.lists(names, min_size=2, max_size=30).filter(lambda said: len(set(said)) > 1))
def test_who_says_the_same_agrees_fully(said: list[str]) -> None:
    assert cohen([(name, name) for name in said]).value == pytest.approx(1)
    assert krippendorff([[name, name, name] for name in said]) == pytest.approx(1)


@given(st.lists(st.lists(names, max_size=4), max_size=30))
def test_alpha_is_at_most_one_and_single_labels_say_nothing(units: list[list[str]]) -> None:
    alpha = krippendorff(units)
    assert alpha is None or alpha <= 1 + 1e-9
    assert krippendorff([*units, ["a"], []]) == alpha


def test_nothing_to_compare_is_no_figure() -> None:
    assert cohen([]).value is None
    assert krippendorff([]) is None
    assert krippendorff([["a", "a"], ["a", "a"]]) is None


def test_a_name_is_shared_by_both_or_by_one() -> None:
    assert by_name([("a", "a"), ("a", "b"), ("c", "c")]) == {"a": (1, 2), "b": (0, 1), "c": (1, 1)}


@given(st.lists(st.tuples(st.booleans(), st.floats(1, 100)), min_size=1, max_size=40))
def test_a_weighted_share_lies_in_its_interval(found: list[tuple[bool, float]]) -> None:
    share = weighted(found)
    assert share is not None
    assert 0 <= share.low <= share.value + 1e-9
    assert share.value <= share.high + 1e-9 <= 1 + 2e-9
    assert 1 - 1e-9 <= share.effective <= len(found) + 1e-6


def test_equal_weights_are_a_plain_share_and_heavy_ones_count_more() -> None:
    plain = weighted([(True, 2.0)] * 3 + [(False, 2.0)])
    assert plain is not None
    assert plain.value == pytest.approx(0.75)
    assert plain.effective == pytest.approx(4)
    heavy = weighted([(True, 1.0)] * 3 + [(False, 9.0)])
    assert heavy is not None
    assert heavy.value == pytest.approx(0.25)
    assert heavy.effective < 4
    assert weighted([]) is None
