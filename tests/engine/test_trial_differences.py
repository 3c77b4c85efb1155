"""Of the conversations that a trial changes, those that change most are kept, in whatever order they were read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.risk import Tier
from zhiyin.domain.trial_difference import TrialCourse, TrialDifference
from zhiyin.engine.trial_differences import TrialDifferences

COURSES = st.builds(
    TrialCourse,
    tier=st.sampled_from(Tier),
    alerts=st.integers(0, 9),
    actions=st.dictionaries(st.sampled_from(["alert", "route", "note"]), st.integers(1, 5)),
    rules=st.just(()),
    warned=st.none() | st.integers(1, 9),
)


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[list[TrialDifference], list[TrialDifference]]:
    names = draw(st.lists(st.text("abc-一", min_size=1, max_size=3), unique=True, max_size=7))
    found = [TrialDifference(name, "app", 1, draw(COURSES), draw(COURSES), None) for name in names]
    return found, draw(st.permutations(found))


@settings(deadline=None, max_examples=40)
@given(shuffled(), st.integers(1, 5))
def test_the_most_changed_are_kept_in_any_order(
    given: tuple[list[TrialDifference], list[TrialDifference]], most: int
) -> None:
    told: list[list[TrialDifference]] = []
    for order in given:
        differences = TrialDifferences(most)
        for each in order:
            differences.add(each)
        assert differences.count == len(order)
        told.append(differences.sorted())
    assert told[0] == told[1] == sorted(given[0], key=lambda d: (-d.size, d.conversation))[:most]


def test_who_is_warned_weighs_more_than_what_is_done() -> None:
    calm = TrialCourse(Tier.NONE, 0, {}, (), None)
    busy = TrialCourse(Tier.NONE, 0, {"note": 9}, ("r",), None)
    warned = TrialCourse(Tier.MILD, 1, {"alert": 1}, ("r",), 2)
    assert TrialDifference("a", "", 1, calm, busy, None).size == 9
    assert TrialDifference("a", "", 1, calm, warned, None).size == 11
