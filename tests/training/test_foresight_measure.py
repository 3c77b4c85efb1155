"""Measures of foresight against cases counted by hand."""

from dataclasses import replace

import numpy as np
import pytest

from zhiyin.domain.risk_weights import Additive, AheadWeights, RiskCurve, RiskWeights
from zhiyin.training.foresight_measure import at_share, course_ahead, ends, tenths, threshold_for, warned
from zhiyin.training.risk_moments import Moment

CURVE = RiskCurve("last_valence", ((-1.0, 4.0), (0.0, 0.0), (1.0, -4.0)), "", "")
WEIGHTS = RiskWeights("hand", 0.0, curves=(CURVE,), fine=2.0)


def dialogue(name: str, satisfaction: int, *valences: float) -> list[Moment]:
    marks = tuple("1" if v < -0.3 else "3" if v > 0.3 else "2" for v in valences)
    n = len(valences)
    return [
        Moment({"last_valence": v, "customer_turns": i}, satisfaction, "hand", name, i / n, marks[i:], last=i == n)
        for i, v in enumerate(valences, 1)
    ]


KNOWN = [
    *dialogue("a", 1, 0.0, -0.9, -0.9, -0.9),
    *dialogue("b", 1, 0.0, 0.0, 0.0, 0.0),
    *dialogue("c", 3, 0.9, -0.9, 0.9, 0.9),
    *dialogue("d", 3, 0.9, 0.9, 0.9, 0.9),
]
CHANCES = np.array([0.1, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1, 0.1, 0.0, 0.6, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])


def test_a_warning_is_the_first_crossing_and_its_lead_what_was_still_to_come() -> None:
    found = warned(CHANCES, KNOWN, 0.5)
    assert (found.dialogues, found.warned) == (4, 2)
    assert found.precision is not None
    assert (found.precision.value, found.recall.value) == (0.5, 0.5)
    assert found.false_per_1000.value == pytest.approx(250)
    assert (found.lead_quartiles, found.in_time) == ((2, 2, 2), 1.0)


def test_at_another_share_of_bad_ends_false_alarms_weigh_more() -> None:
    found = warned(CHANCES, KNOWN, 0.5, bad_share=0.1)
    assert found.precision is not None
    assert found.precision.value == pytest.approx(0.1 * 0.5 / (0.1 * 0.5 + 0.9 * 0.5))
    assert found.false_per_1000.value == pytest.approx(450)


def test_no_warning_has_no_precision() -> None:
    found = warned(CHANCES, KNOWN, 0.95)
    assert (found.precision, found.recall.value, found.lead_quartiles) == (None, 0.0, None)


def test_a_warning_after_everything_has_been_said_does_not_count() -> None:
    late = np.zeros(16)
    late[3] = 1.0
    assert warned(late, KNOWN, 0.5).warned == 0


def test_the_operating_point_is_the_lowest_threshold_that_is_right_often_enough() -> None:
    assert threshold_for(CHANCES, KNOWN, 0.88) == 0.61
    assert threshold_for(CHANCES, KNOWN, 0.5) == 0.1
    assert threshold_for(np.zeros(16), KNOWN, 0.5) is None


def test_promised_and_observed_count_each_dialogue_once() -> None:
    long, short = dialogue("long", 1, *([0.0] * 9)), dialogue("short", 3, 0.0)
    (found,) = tenths(np.full(10, 0.25), [*long, *short], 1)
    assert (found.low, found.moments, found.dialogues, found.promised) == (0.2, 10, 2, 0.25)
    assert found.observed.value == pytest.approx(0.5)


def test_ends_are_told_by_the_likeliest_of_three() -> None:
    found = ends(replace(WEIGHTS, bias=-1.0, fine=1.0), KNOWN, 1.0, over=False, seed=1)
    assert found.dialogues == 4
    assert found.auc.value == 1.0
    assert found.brier_of_share == 0.25
    assert found.f1.value == pytest.approx((2 / 3 + 1.0) / 2)  # b is taken for an end that is neither


def test_what_has_been_seen_is_a_share_of_the_turns() -> None:
    assert [m.place for m in at_share(KNOWN, 0.5)] == [0.5] * 4
    assert [m.place for m in at_share(KNOWN, 0.1)] == [0.25] * 4


def test_a_course_that_is_foreseen_beats_one_that_stays() -> None:
    turning = [m for n in range(20) for m in dialogue(f"t{n}", 1, 0.9, -0.9, 0.9, -0.9, 0.9, -0.9)]
    sign = RiskCurve("last_valence", ((-1.0, -6.0), (1.0, 6.0)), "", "")
    ahead = AheadWeights(3, Additive(0.0, (sign,)), Additive(0.0, (replace(sign, points=((-1.0, 6.0), (1.0, -6.0))),)))
    found = course_ahead(ahead, turning, 1)
    assert found.moments == 60
    assert found.foreseen < 0.01 < found.by_share < found.stays
    assert found.gain.low > 1
