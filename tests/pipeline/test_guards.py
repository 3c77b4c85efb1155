"""Guards against CEL itself: a condition that a guard calls false must be false for CEL too, and never an error."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.utterance import Scalar
from zhiyin.packs import load_policy, scenes
from zhiyin.pipeline.conditions import FAILURES, Condition, Known, context_of
from zhiyin.pipeline.facts import FACTS
from zhiyin.pipeline.guards import guards

Fact = Scalar | tuple[str, ...] | Mapping[str, Scalar]
CALM: dict[str, Fact] = {**{f.name: f.sample for f in FACTS}, "cues": (), "facts": {}}
odd = st.one_of(
    st.sampled_from(["customer", "agent", "negative", "high", "", "客户", "\ud800", "?"]),
    st.integers(-3, 5),
    st.sampled_from([2**53, 2**63, -(2**70), 0.0, 0.5, -0.0, 1e300, float("inf"), float("nan")]),
    st.booleans(),
)
names = st.sampled_from(["role", "polarity", "risk", "tier_level", "unsure", "facts.n", "facts.word"])
parts = st.one_of(
    st.builds(
        "{} {} {}".format,
        names,
        st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
        st.sampled_from(["'customer'", '"high"', "'客户'", "'?'", "1", "0.5", "-2", "2"]),
    ),
    st.sampled_from(["'threat' in cues", "has(facts.n)", "has(facts.word)", "facts.n", "unsure", "!unsure"]),
    st.sampled_from(["missing > 1", "(role == 'agent' || risk > 0.5)", "cues.exists(c, c == 'threat')", "true"]),
)
conditions = st.lists(parts, min_size=1, max_size=4, unique=True).map(" && ".join)


@st.composite
def moments(draw: st.DrawFn) -> Known:
    changed = draw(st.dictionaries(st.sampled_from(["role", "polarity", "risk", "tier_level", "unsure"]), odd))
    facts = draw(st.dictionaries(st.sampled_from(["n", "word", "\ud800"]), odd))
    cues = draw(st.sampled_from([(), ("threat",), ("churn", "\ud800"), ("threat", "waiting")]))
    return {**CALM, **changed, "facts": facts, "cues": cues}


def answer(condition: Condition, known: Known) -> object:
    try:
        return condition.value(context_of(known, condition.names))
    except FAILURES as error:
        return type(error)


@settings(max_examples=400)
@given(conditions, moments())
def test_what_a_guard_calls_false_is_false_for_cel(expression: str, known: Known) -> None:
    condition = Condition(expression)
    if not condition.may_hold(known):
        assert answer(condition, known) is False


SHIPPED = [
    Condition(when)
    for scene in scenes()
    for policy in [load_policy(scene)]
    for when in (*(r.when for r in policy.rules), *(s.when for s in policy.scripts if s.when))
]


@settings(max_examples=60)
@given(moments(), st.sampled_from([0.0, 0.3, 0.7, 0.95]), st.integers(0, 3))
def test_shipped_conditions_are_judged_alike(known: Known, risk: float, level: int) -> None:
    moment: Known = {**known, "risk": risk, "tier_level": level}
    for condition in SHIPPED:
        if not condition.may_hold(moment):
            assert answer(condition, moment) is False


@pytest.mark.parametrize(
    ("expression", "count"),
    [
        ("role == 'customer' && 'threat' in cues && threats >= 2", 3),
        ("tier_level == 3 && (role == 'customer' || kind == 'silence')", 1),
        ("role == 'customer' && has(facts.late) && facts.late && facts.days > 2.5", 4),
        ("role == 'a && c' && mood >= lowest + 0.3", 1),
        ("role == 'customer' || tier_level == 1", 0),
        ("role == 'customer' ? unsure : true", 0),
        ("role == 'customer' && emotion == 'a\\'b'", 0),
        ("role == r'customer' && unsure", 0),
        ("true && false", 0),
    ],
)
def test_only_plain_comparisons_of_a_conjunction_become_guards(expression: str, count: int) -> None:
    assert len(guards(expression)) == count
    Condition(expression)
