"""Tiers rise at once, fall late, and do not flap."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.policy import Thresholds
from zhiyin.domain.risk import Tier
from zhiyin.pipeline.tiers import MARGIN, PATIENCE, settle, tier_of

THRESHOLDS = Thresholds()
CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def shown(chances: list[float]) -> list[Tier]:
    tier, below, found = Tier.NONE, 0, []
    for chance in chances:
        tier, below = settle(tier, below, chance, THRESHOLDS)
        found.append(tier)
    return found


@given(CHANCES)
def test_a_warning_never_waits(chances: list[float]) -> None:
    for tier, chance in zip(shown(chances), chances, strict=True):
        assert tier.level >= tier_of(chance, THRESHOLDS).level


@given(st.lists(st.floats(-MARGIN * 0.99, MARGIN * 0.99), min_size=1, max_size=40))
def test_a_chance_that_trembles_around_a_threshold_changes_the_tier_once(offsets: list[float]) -> None:
    found = shown([THRESHOLDS.moderate + o for o in offsets])
    assert sum(a != b for a, b in itertools.pairwise(found)) <= 1


@given(CHANCES)
def test_after_enough_calm_turns_nothing_of_an_alarm_is_left(chances: list[float]) -> None:
    assert shown([*chances, *([0.0] * PATIENCE)])[-1] is Tier.NONE


def test_one_calm_turn_does_not_end_a_warning_and_two_do() -> None:
    assert shown([0.9, 0.1]) == [Tier.SEVERE, Tier.SEVERE]
    assert shown([0.9, 0.1, 0.3]) == [Tier.SEVERE, Tier.SEVERE, Tier.MILD]
    assert shown([0.9, 0.1, 0.9, 0.1])[-1] is Tier.SEVERE
