"""Rising: the climb of the risk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.rising import climb, is_rising

risks = st.lists(st.floats(0, 1), max_size=8)


@given(risks)
def test_the_climb_lies_within_one_and_turns_with_the_course(given_risks: list[float]) -> None:
    assert -1 <= climb(given_risks) <= 1
    assert climb(given_risks[::-1]) == pytest.approx(-climb(given_risks), abs=1e-9)


@given(st.floats(0, 0.5), st.floats(0, 0.1), st.integers(2, 6))
def test_a_straight_line_climbs_by_its_step(start: float, step: float, turns: int) -> None:
    assert climb([start + n * step for n in range(turns)]) == pytest.approx(step, abs=1e-9)


def test_one_risk_says_nothing_of_where_it_goes() -> None:
    assert (climb([]), climb([0.9])) == (0.0, 0.0)
    assert is_rising([0.2, 0.3, 0.4])
    assert not is_rising([0.9, 0.9, 0.91])
