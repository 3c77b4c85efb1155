"""Alarm handling: whatever people do in whatever order, one holds an alarm, and nobody takes it unseen from another."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.alarm_handling import AlarmCase, AlarmState, AlarmTakenError, Deed, DeedKind, Resolution, after
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import ConversationRef

CASE = AlarmCase(ConversationRef("t", "c"), Tier.MODERATE, 1000, "ecommerce", "chat", None, None, 1000, 0.6)
PEOPLE = ("li", "wang", "zhao")


def deed(kind: DeedKind, by: str, at: int = 2000, to: str = "") -> Deed:
    resolution = Resolution.OTHER if kind is DeedKind.CLOSE else None
    return Deed(kind, by, at, person=to if kind is DeedKind.HAND_OVER else "", resolution=resolution)


def done(case: AlarmCase, *deeds: Deed) -> AlarmCase:
    for each in deeds:
        handling = after(case, each, case.version)
        case = replace(case, handling=handling) if handling else case
    return case


deeds = st.lists(
    st.builds(
        deed, st.sampled_from(DeedKind), st.sampled_from(PEOPLE), st.integers(1001, 9999), st.sampled_from(PEOPLE)
    ),
    max_size=12,
)


@given(deeds, st.booleans())
def test_versions_count_deeds_and_a_repeat_changes_nothing(told: list[Deed], seeing: bool) -> None:
    case = CASE
    for each in told:
        try:
            handling = after(case, each, case.version if seeing else None)
        except AlarmTakenError:
            handling = None
            refused = True
        else:
            refused = False
        assert not (refused and case.state is AlarmState.OPEN)
        if handling is None:
            continue
        assert handling.version == case.version + 1
        assert (handling.state is AlarmState.OPEN) == (each.kind in (DeedKind.REOPEN, DeedKind.ESCALATE))
        before, case = case, replace(case, handling=handling)
        if before.current and before.current.answered_at is not None:
            assert handling.answered_at == before.current.answered_at
        assert after(case, replace(each, at=each.at + 1), None) is None


@given(deeds, st.sampled_from(PEOPLE))
def test_who_has_not_looked_cannot_take_what_another_holds(told: list[Deed], newcomer: str) -> None:
    case = CASE
    for each in told:
        try:
            case = done(case, each)
        except AlarmTakenError:
            continue
    if case.state is AlarmState.TAKEN and case.current and case.current.person not in ("", newcomer):
        for kind in (DeedKind.ACKNOWLEDGE, DeedKind.CLOSE, DeedKind.REOPEN):
            wanted = deed(kind, newcomer)
            if replace(case.current.last, at=wanted.at) == wanted:
                continue
            with pytest.raises(AlarmTakenError) as refused:
                after(case, wanted, case.version - 1)
            assert refused.value.by == case.current.holder


@given(deeds)
def test_a_higher_tier_opens_any_alarm_again(told: list[Deed]) -> None:
    case = CASE
    for each in told:
        try:
            case = done(case, each)
        except AlarmTakenError:
            continue
    higher = replace(case, tier=Tier.SEVERE, at=5000)
    assert higher.state is AlarmState.OPEN
    handling = after(higher, deed(DeedKind.ACKNOWLEDGE, "li", 6000), 0)
    assert handling is not None
    assert (handling.tier, handling.answered_at, handling.version) == (Tier.SEVERE, 6000, case.version + 1)


def test_what_is_handed_over_is_acknowledged_by_whom_it_went_to() -> None:
    given_on = done(CASE, deed(DeedKind.ACKNOWLEDGE, "li"), deed(DeedKind.HAND_OVER, "li", to="wang"))
    with pytest.raises(AlarmTakenError, match="wang has taken"):
        after(given_on, deed(DeedKind.ACKNOWLEDGE, "zhao"), given_on.version)
    taken = done(given_on, deed(DeedKind.ACKNOWLEDGE, "wang"))
    assert taken.current is not None
    assert (taken.version, taken.current.person) == (3, "wang")
    to_team = done(CASE, Deed(DeedKind.HAND_OVER, "li", 2000, team="投诉组"), deed(DeedKind.ACKNOWLEDGE, "zhao"))
    assert to_team.current is not None
    assert to_team.current.person == "zhao"


def test_a_closed_alarm_is_not_taken_without_reopening() -> None:
    closed = done(CASE, deed(DeedKind.CLOSE, "li"))
    with pytest.raises(AlarmTakenError, match="li has closed") as refused:
        after(closed, deed(DeedKind.ACKNOWLEDGE, "wang"), closed.version)
    assert refused.value.by == "li"
    assert done(closed, deed(DeedKind.REOPEN, "wang")).state is AlarmState.OPEN
