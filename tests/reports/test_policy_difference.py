"""What one policy says otherwise than another: every change is told, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.policy import Rule
from zhiyin.packs import load_policy, scenes
from zhiyin.reports.policy_difference import Deed, difference

POLICY = load_policy("ecommerce")


@pytest.mark.parametrize("scene", scenes())
def test_a_policy_differs_in_nothing_from_itself(scene: str) -> None:
    policy = load_policy(scene)
    assert difference(policy, replace(policy, version="another")).none


@settings(deadline=None, max_examples=40)
@given(st.permutations(POLICY.rules), st.integers(0, len(POLICY.rules)))
def test_moves_and_removals_alone_explain_another_order(rules: list[Rule], kept: int) -> None:
    order = rules[:kept]
    found = difference(POLICY, replace(POLICY, rules=tuple(order)))
    deeds = {deed: {e.id for e in found.rules if e.deed is deed} for deed in Deed}
    assert deeds[Deed.ADDED] | deeds[Deed.CHANGED] == set()
    assert deeds[Deed.REMOVED] == {r.id for r in rules[kept:]}
    # What is not said to have moved stands in its old order.
    moved = deeds[Deed.MOVED] | deeds[Deed.REMOVED]
    assert [r.id for r in order if r.id not in moved] == [r.id for r in POLICY.rules if r.id not in moved]


def test_facts_thresholds_and_scripts_are_told() -> None:
    script = replace(POLICY.scripts[0], text="您好，马上为您查。")
    new = replace(
        POLICY,
        thresholds=replace(POLICY.thresholds, severe=0.9),
        facts={**POLICY.facts, "late_days": 5, "shop": "旗舰店"},
        scripts=(script, *POLICY.scripts[2:]),
    )
    found = difference(POLICY, new)
    assert [(f.field, f.before, f.after) for f in found.head] == [
        ("thresholds.severe", "0.8", "0.9"),
        ("facts.late_days", "2", "5"),
        ("facts.shop", "", "旗舰店"),
    ]
    assert [(s.deed, s.id) for s in found.scripts] == [
        (Deed.CHANGED, script.id),
        (Deed.REMOVED, POLICY.scripts[1].id),
    ]
