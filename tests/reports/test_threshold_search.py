"""The search for thresholds: within budget, the lowest, rising, and honest about few data."""

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from zhiyin.domain.errors import InputError
from zhiyin.domain.past_risk import PastRisk
from zhiyin.domain.quartiles import Quartiles
from zhiyin.domain.risk import Tier
from zhiyin.domain.share import wilson
from zhiyin.reports.threshold_search import ThresholdSearch, lowest_within, search
from zhiyin.reports.threshold_view import render_search

ALL = {Tier.MILD: 100.0, Tier.MODERATE: 30.0, Tier.SEVERE: 5.0}


def past(peak: float, bad: bool, *before: tuple[int, float]) -> PastRisk:
    return PastRisk(10, (*before, (6, peak)), bad)


FINE = [past(n / 1000, False) for n in range(100, 900, 2)]
"""400 fine ends with peaks of 10.0, 10.2, ... 89.8 %."""
BAD = [past(0.5 + n / 250, True, (2, 0.3)) for n in range(100)]
"""100 bad ends: 30 % from the second turn, peaks of 50.0, 50.4, ... 89.6 % at the sixth."""
chances = st.floats(0, 1)
records = st.lists(st.builds(past, chances, st.booleans()), min_size=1, max_size=60)


def test_the_threshold_lies_just_above_the_first_peak_too_many() -> None:
    found = search([*FINE, *BAD], {Tier.MODERATE: 30.0})
    (choice,) = found.choices
    # 30 of 1,000 are 15 of 500: the 16th highest fine peak, 86.8 %, must not warn.
    assert (choice.threshold, choice.warned, choice.hits) == (0.869, 22, 7)
    assert (choice.precision, choice.recall) == (wilson(7, 22), wilson(7, 100))
    alarms = wilson(15, 500)
    assert alarms
    assert choice.false_alarms_per_1000 == alarms.times(1000)
    assert alarms.times(1000).value == 30
    assert choice.lead_turns == Quartiles(4, 4, 4)
    assert found.enough


def test_lead_counts_from_the_first_turn_that_reaches_the_threshold() -> None:
    (choice,) = search([*BAD], {Tier.MILD: 0.0}).choices
    assert (choice.threshold, choice.warned, choice.lead_turns) == (0.001, 100, Quartiles(8, 8, 8))


@given(records, st.floats(0, 1000))
def test_it_is_the_lowest_thousandth_within_the_budget(given_past: list[PastRisk], budget: float) -> None:
    thousandths = lowest_within(given_past, budget)

    def alarms(at: int) -> int:
        return sum(not p.bad and p.peak >= at / 1000 for p in given_past)

    def within(at: int) -> bool:
        return alarms(at) <= budget * len(given_past) / 1000 + 1e-9

    assert within(thousandths)
    assert thousandths == 1 or not within(thousandths - 1)


@given(records)
def test_three_thresholds_rise_and_keep_their_budgets(given_past: list[PastRisk]) -> None:
    low, middle, high = search(given_past, ALL).choices
    assert low.threshold < middle.threshold < high.threshold
    for choice in (low, middle, high):
        alarms = choice.false_alarms_per_1000
        assert alarms
        assert alarms.value <= choice.budget + 1e-6
        assert alarms.value <= alarms.high


@pytest.mark.parametrize(
    "budgets",
    [{Tier.MILD: -1.0}, {Tier.MILD: 1001.0}, {Tier.MILD: float("nan")}, {Tier.MILD: 5.0, Tier.MODERATE: 5.0}],
)
def test_budgets_that_make_no_sense_are_refused(budgets: dict[Tier, float]) -> None:
    with pytest.raises(InputError):
        search(FINE, budgets)


@pytest.mark.parametrize(("bad", "fine", "enough"), [(20, 100, True), (19, 100, False), (20, 99, False)])
def test_too_few_ends_are_said_to_be_too_few(bad: int, fine: int, enough: bool) -> None:
    found = search([*BAD[:bad], *FINE[:fine]], {Tier.MODERATE: 30.0})
    assert (found.bad, found.fine, found.enough) == (bad, fine, enough)
    assert ("数据太少" in shown(found)) is not enough


def shown(found: ThresholdSearch) -> str:
    console = Console(width=160, record=True, file=StringIO(), color_system=None)
    console.print(render_search(found))
    return console.export_text()


def test_a_person_reads_threshold_budget_and_intervals() -> None:
    text = shown(search([*FINE, *BAD], {Tier.MODERATE: 30.0}))
    assert "0.869" in text
    assert "30.0（至多 48.9）" in text
    assert "不良 100 个，正常 400 个" in text


def test_certain_risk_of_fine_ends_leaves_no_threshold() -> None:
    (choice,) = search([past(1.0, False)] * 3, {Tier.SEVERE: 0.0}).choices
    assert choice.threshold > 1
    assert "无" in shown(search([past(1.0, False)] * 3, {Tier.SEVERE: 0.0}))
