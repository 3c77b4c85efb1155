"""What is written for people to edit reads back as the same policy."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.policy import ActionSpec, Policy, Rule
from zhiyin.domain.risk import Tier
from zhiyin.packs import load_policy, parse_policy, scenes, write_policy

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=50).map(
    str.strip
).filter(bool)  # fmt: skip


@pytest.mark.parametrize("scene", scenes())
def test_shipped_policies_come_back_with_their_scripts(scene: str) -> None:
    policy = load_policy(scene)
    assert policy.scripts
    assert parse_policy(write_policy(policy), scene) == policy


@settings(deadline=None)
@given(words=WORDS, number=st.floats(-1e9, 1e9) | st.integers(-(10**9), 10**9) | st.booleans() | WORDS)
def test_any_wording_and_value_comes_back(words: str, number: float | bool | str) -> None:
    spec = ActionSpec("alert", words, {"n": number, "list": (words, "a")})
    rule = Rule("r", words, words, Tier.SEVERE, (spec,), cooldown=0, limit=9)
    policy = Policy("shop", "1.0", words, (rule,), facts={"n": number})
    assert parse_policy(write_policy(policy), "p") == policy


def test_a_version_like_a_number_comes_back_as_text() -> None:
    policy = replace(load_policy("travel"), version="2.10")
    assert parse_policy(write_policy(policy), "p").version == "2.10"
