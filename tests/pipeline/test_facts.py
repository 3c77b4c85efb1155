"""Facts: all that the table names is there, within its range, and means what it says."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.fact_spec import FactSource
from zhiyin.domain.reading import Reading
from zhiyin.domain.state import EmotionState
from zhiyin.domain.utterance import Role, Scalar
from zhiyin.pipeline.emotion import update
from zhiyin.pipeline.facts import FACTS, NEVER_DAYS, facts
from zhiyin.pipeline.features import features
from zhiyin.pipeline.mask import mask
from zhiyin.testing.readings import reading
from zhiyin.testing.spine import START, cues, said

FINDER = cues()
KNOWN = [f for f in FACTS if f.source is not FactSource.RISK]
TEXT = "快递怎么还没到"


Turn = tuple[Role, float, Reading | None]


def moment(turns: list[Turn], told: dict[str, Scalar] | None = None) -> Mapping[str, object]:
    """The facts after turns of (role, seconds, reading)."""
    state, found = EmotionState(), {}
    for number, (role, seconds, read) in enumerate(turns, 1):
        item = features(mask(said(number, TEXT, role=role, seconds=seconds, facts=told)), state.context, FINDER)
        state = update(state, item, read)
        found = dict(facts(state, item, read, item.masked.origin.at))
    return found


def customer(*valences: float, words: int = 0) -> list[Turn]:
    return [(Role.CUSTOMER, float(n), reading(v, named=words)) for n, v in enumerate(valences)]


TURNS = st.lists(
    st.tuples(
        st.sampled_from((Role.CUSTOMER, Role.AGENT, Role.BOT)),
        st.floats(0, 5),
        st.one_of(st.none(), st.builds(reading, st.floats(-1, 1), intensity=st.floats(0, 1), named=st.integers(0, 7))),
    ),
    min_size=1,
    max_size=30,
)


def test_names_are_told_once_and_all_of_them_are_there() -> None:
    assert len({f.name for f in FACTS}) == len(FACTS)
    found = moment(customer(0.1))
    assert {f.name for f in KNOWN} | {"facts"} == set(found)


@given(TURNS)
def test_every_fact_has_its_type_and_lies_in_its_range(turns: list[Turn]) -> None:
    at, course = 0.0, []
    for role, pause, read in turns:
        at += pause
        course.append((role, at, read if role is Role.CUSTOMER else None))
    found = moment(course)
    for spec in KNOWN:
        value = found[spec.name]
        assert isinstance(value, type(spec.sample)), spec.name
        low, _, high = spec.range.partition("..")
        if high and isinstance(value, int | float):
            assert float(low) - 1e-9 <= value <= float(high) + 1e-9, (spec.name, value)
        elif spec.range == ">= 0" and isinstance(value, int | float):
            assert value >= 0, spec.name


def test_the_share_of_negative_words_rises_from_a_fifth_to_more_than_half() -> None:
    mild: list[Turn] = [(Role.CUSTOMER, float(n), reading(-0.3, named=1)) for n in range(5)]
    grim: list[Turn] = [(Role.CUSTOMER, 10.0 + n, reading(-0.6, named=5)) for n in range(5)]
    found = moment([*mild, *grim])
    assert found["negative_recent"] == pytest.approx(0.6)
    assert found["negative_rise"] == pytest.approx(0.3)
    assert found["negative_words"] == pytest.approx(5 / len(TEXT))
    assert found["negative_words_rise"] == pytest.approx(4 / len(TEXT))
    assert moment(mild)["negative_rise"] == 0.0


def test_the_course_knows_first_last_recent_and_fall() -> None:
    found = moment(customer(0.8, 0.2, -0.4, -0.6, -0.8))
    assert found["first_valence"] == 0.8
    assert found["last_valence"] == -0.8
    assert found["recent_valence"] == pytest.approx(-0.6)
    assert found["fall"] == pytest.approx(1.4)
    assert found["mean_valence"] == pytest.approx(-0.16)
    assert (found["negative_turns"], found["positive_turns"], found["longest_negative_run"]) == (3, 1, 3)


def test_peaks_are_strong_negative_turns() -> None:
    turns: list[Turn] = [(Role.CUSTOMER, 1.0, reading(-0.8, intensity=0.9)), (Role.CUSTOMER, 2.0, reading(0.8))]
    found = moment(turns)
    assert (found["peaks"], found["top_intensity"]) == (1, 0.9)


def test_agents_have_a_tone_only_where_they_are_read() -> None:
    assert moment([(Role.AGENT, 1.0, None)])["agent_positive_share"] == 0.0
    found = moment([(Role.AGENT, 1.0, reading(0.9)), (Role.AGENT, 2.0, reading(-0.7))])
    assert (found["agent_negative_turns"], found["agent_positive_share"]) == (1, 0.5)
    assert found["agent_valence"] == pytest.approx(-0.7)
    assert (found["mood"], found["negative_turns"]) == (0.0, 0)


def test_the_clock_is_that_of_china() -> None:
    # 1,700,000,000 s is 2023-11-15, a Wednesday, 06:13:20 in China.
    found = moment(customer(0.1))
    assert START == 1_700_000_000_000
    assert (found["hour"], found["weekday"], found["night"]) == (6, 3, True)
    assert moment([(Role.CUSTOMER, 3600.0, None)])["night"] is False


def test_business_facts_that_every_scene_knows_have_names_of_their_own() -> None:
    found = moment(customer(0.1), {"order_late": True, "past_bad_outcomes": 2, "days_since_bad": 9})
    assert (found["order_late"], found["refund_pending"]) == (True, False)
    assert (found["past_bad_outcomes"], found["days_since_bad"]) == (2, 9)
    odd = moment(customer(0.1), {"order_late": "yes", "past_bad_outcomes": -1, "days_since_bad": "never"})
    assert (odd["order_late"], odd["past_bad_outcomes"], odd["days_since_bad"]) == (False, 0, NEVER_DAYS)
