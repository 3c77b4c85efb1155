"""The contract of ``decide``: what fires, how often, under which ids, and that odd facts never stop it."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.errors import PolicyError
from zhiyin.domain.policy import ActionSpec, Policy, Rule, Script
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.state import EmotionState
from zhiyin.domain.utterance import ConversationRef, Scalar
from zhiyin.packs import load_policy, scenes
from zhiyin.pipeline.conditions import Known
from zhiyin.pipeline.facts import FACTS
from zhiyin.pipeline.policy import CompiledPolicy, action_id, compile_policy, decide

REF = ConversationRef("t", "c-1")
Fact = Scalar | tuple[str, ...] | Mapping[str, Scalar]
CALM: dict[str, Fact] = {f.name: f.sample for f in FACTS}
NO_RISK = Risk(0.0, Tier.NONE, ())


def rule(when: str, name: str = "r", **more: int) -> Rule:
    return Rule(name, f"规则 {name}", when, Tier.MODERATE, (ActionSpec("alert", "提醒", {"to": "supervisor"}),), **more)


def compiled(
    *rules: Rule, scripts: tuple[Script, ...] = (), facts: Mapping[str, Scalar] | None = None
) -> CompiledPolicy:
    return compile_policy(Policy("ecommerce", "1", "试", rules, scripts, facts=facts or {}))


def known(**changes: Fact) -> Known:
    return {**CALM, "facts": {}, **changes}


def fire_on_each_turn(policy: CompiledPolicy, turns: int) -> list[int]:
    state, fired = EmotionState(), []
    for turn in range(1, turns + 1):
        state = replace(state, turns=turn)
        decision, state = decide(policy, state, known(), NO_RISK, REF, f"e{turn}")
        fired += [turn] * len(decision.rules)
    return fired


def test_a_matched_rule_gives_its_actions_and_says_so() -> None:
    risk = Risk(0.62, Tier.MODERATE, (Reason(ReasonKind.COURSE, "negative_run", 1.2, "连续 3 句负面"),))
    policy = compiled(rule("risk > 0.5 && tier == 'moderate' && tier_level == 2"), rule("risk > 0.7", "other"))
    decision, state = decide(policy, EmotionState(turns=3), known(emotion="angry"), risk, REF, "e1")
    (action,) = decision.actions
    assert (decision.policy, decision.rules) == ("ecommerce@1", ("r",))
    assert (action.kind, action.rule, action.tier, action.body["to"]) == ("alert", "r", Tier.MODERATE, "supervisor")
    assert decision.reasons == (Reason(ReasonKind.RULE, "r", 0.0, "规则 r", event_id="e1"),)
    lines = action.body["report"]
    assert isinstance(lines, tuple)
    report = "\n".join(lines)
    assert "62%（中度）" in report
    assert "愤怒" in report
    assert "连续 3 句负面" in report
    assert (state.fired, state.tier) == ({"r": (1, 3)}, Tier.MODERATE)


def test_nothing_matched_leaves_the_state_but_for_the_tier() -> None:
    before = EmotionState(turns=4, fired={"old": (1, 2)}, tier=Tier.SEVERE)
    decision, after = decide(compiled(rule("risk > 0.5")), before, known(), NO_RISK, REF, "e")
    assert (decision.rules, decision.actions, decision.reasons) == ((), (), ())
    assert after == replace(before, tier=Tier.NONE)


@pytest.mark.parametrize(
    ("cooldown", "limit", "fires"),
    [(0, 99, [1, 2, 3, 4, 5, 6, 7, 8]), (2, 99, [1, 4, 7]), (0, 3, [1, 2, 3]), (3, 2, [1, 5]), (99, 9, [1])],
)
def test_cooldown_counts_turns_between_and_limit_counts_firings(cooldown: int, limit: int, fires: list[int]) -> None:
    assert fire_on_each_turn(compiled(rule("true", cooldown=cooldown, limit=limit)), 8) == fires


def test_ids_depend_on_conversation_rule_and_count_but_not_on_event_or_version() -> None:
    first, state = decide(compiled(rule("true", cooldown=0)), EmotionState(turns=1), known(), NO_RISK, REF, "e1")
    late = replace(compiled(rule("true", cooldown=0)).policy, version="2")
    again, _ = decide(compile_policy(late), EmotionState(turns=1), known(), NO_RISK, REF, "e-late")
    second, _ = decide(compiled(rule("true", cooldown=0)), replace(state, turns=2), known(), NO_RISK, REF, "e2")
    assert first.actions[0].id == again.actions[0].id
    assert first.actions[0].id != second.actions[0].id
    assert first.actions[0].id == action_id(REF, "r", 1, 0)


def test_action_ids_are_fixed_for_ever() -> None:
    # Receivers remember ids across upgrades: this value must never change.
    assert action_id(ConversationRef("default", "c-1"), "legal-threat", 1, 0) == "8e8c65c6fc0b502c8946dbd222db8af8"


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(), st.text(), st.text(), st.integers(1, 99), st.integers(0, 9)), unique=True))
def test_different_actions_have_different_ids(parts: list[tuple[str, str, str, int, int]]) -> None:
    ids = {action_id(ConversationRef(t, c), r, n, i) for t, c, r, n, i in parts}
    assert len(ids) == len(parts)
    assert all(len(i) == 32 and int(i, 16) >= 0 for i in ids)


def test_rules_keep_the_order_of_the_policy_and_fire_together() -> None:
    decision, _ = decide(compiled(rule("true", "b"), rule("true", "a")), EmotionState(), known(), NO_RISK, REF, "e")
    assert decision.rules == ("b", "a")
    assert [a.rule for a in decision.actions] == ["b", "a"]


def test_a_business_fact_that_was_not_sent_does_not_match() -> None:
    policy = compiled(rule("has(facts.late) && facts.late"), facts={"late": True})
    for facts, fires in (({}, ()), ({"late": False}, ()), ({"late": True}, ("r",))):
        decision, _ = decide(policy, EmotionState(), known(facts=facts), NO_RISK, REF, "e")
        assert decision.rules == fires


def test_a_business_fact_of_an_odd_type_stops_its_rule_only_and_is_reported() -> None:
    policy = compiled(rule("has(facts.days) && facts.days > 3"), rule("true", "other"), facts={"days": 2})
    decision, state = decide(policy, EmotionState(), known(facts={"days": "三天"}), NO_RISK, REF, "e")
    assert decision.rules == ("other",)
    assert "r" not in state.fired
    assert decision.reasons[0].name == "r"
    assert "无法判断" in decision.reasons[0].text
    assert "三天" not in decision.reasons[0].text


def test_a_policy_with_problems_does_not_compile_and_all_are_named() -> None:
    with pytest.raises(PolicyError) as raised:
        compiled(rule("rissk > 0.5", "a"), rule("emotion > 3", "b"))
    assert "rule a" in str(raised.value)
    assert "'risk'" in str(raised.value)
    assert "rule b" in str(raised.value)


SCRIPTS = (
    Script("any", "您好"),
    Script("angry", "非常抱歉给您带来不便", emotions=("angry",)),
    Script("angry-moderate", "这确实是我们的问题", (Tier.MODERATE,), ("angry",)),
    Script("severe", "我马上请主管联系您", (Tier.SEVERE,)),
    Script("named", "您的{product}我来跟进", emotions=("angry",)),
)


def scripts_offered(policy: CompiledPolicy, state: EmotionState, **facts: Scalar) -> tuple[object, EmotionState]:
    decision, state = decide(policy, state, known(emotion="angry", facts=facts), NO_RISK, REF, "e")
    return decision.actions[0].body["scripts"], state


def with_scripts(**params: tuple[str, ...]) -> CompiledPolicy:
    spec = ActionSpec("script", "话术", params)
    asks = Rule("s", "安抚", "true", Tier.MODERATE, (spec,), cooldown=0, limit=9)
    return compiled(asks, scripts=SCRIPTS, facts={"product": "耳机"})


def test_scripts_come_best_fitting_first_and_skip_those_with_a_hole() -> None:
    offered, _ = scripts_offered(with_scripts(), EmotionState(turns=1))
    assert offered == ("这确实是我们的问题", "非常抱歉给您带来不便", "您好")


def test_script_variables_are_filled_and_the_next_firing_offers_the_next_ones() -> None:
    policy = with_scripts()
    first, state = scripts_offered(policy, EmotionState(turns=1), product="手机")
    second, _ = scripts_offered(policy, replace(state, turns=2), product="手机")
    assert first == ("这确实是我们的问题", "非常抱歉给您带来不便", "您的手机我来跟进")
    assert second == ("您好", "这确实是我们的问题", "非常抱歉给您带来不便")


def test_a_script_for_one_matter_is_offered_first_there_and_nowhere_else() -> None:
    asks = Rule("s", "安抚", "true", Tier.MODERATE, (ActionSpec("script", "话术"),))
    policy = compiled(
        asks,
        scripts=(*SCRIPTS, Script("late", "正在催件", when="has(facts.days) && facts.days > 1")),
        facts={"days": 2, "product": "x"},
    )
    late, _ = scripts_offered(policy, EmotionState(), days=3)
    assert isinstance(late, tuple)
    assert late[0] == "正在催件"
    for days in ({"days": 1}, {"days": "三"}, {}):
        others, _ = scripts_offered(policy, EmotionState(), **days)
        assert others == ("这确实是我们的问题", "非常抱歉给您带来不便", "您好")


def test_an_action_may_name_its_scripts() -> None:
    offered, _ = scripts_offered(with_scripts(use=("severe", "any")), EmotionState(turns=1))
    assert offered == ("我马上请主管联系您", "您好")


SCALARS = st.one_of(st.text(), st.integers(), st.floats(), st.booleans())
ANY_FACTS = st.fixed_dictionaries(
    {
        **{f.name: st.just(f.sample) for f in FACTS if isinstance(f.sample, str | tuple)},
        **{f.name: st.floats(-1e9, 1e9) for f in FACTS if isinstance(f.sample, float)},
        **{f.name: st.booleans() for f in FACTS if isinstance(f.sample, bool)},
        **{f.name: st.integers(0, 10**6) for f in FACTS if type(f.sample) is int},
        "role": st.sampled_from(["customer", "agent", "bot", "system"]),
        "kind": st.sampled_from(["message", "silence"]),
        "emotion": st.sampled_from(["angry", "confused", "grateful", "anxious", "none"]),
        "polarity": st.sampled_from(["negative", "neutral", "positive", "none"]),
        "channel": st.text(),
        "cues": st.lists(st.sampled_from(["threat", "safety", "fraud", "waiting", "gratitude"])).map(tuple),
        "facts": st.dictionaries(
            st.one_of(st.sampled_from(["order_late", "overdue_days", "queue_minutes", "visits", "product"]), st.text()),
            SCALARS,
        ),
    }
)
SHIPPED = {scene: compile_policy(load_policy(scene)) for scene in scenes()}


@settings(deadline=None)
@given(
    facts=ANY_FACTS,
    probability=st.floats(0, 1),
    tier=st.sampled_from(list(Tier)),
    scene=st.sampled_from(sorted(SHIPPED)),
    turns=st.integers(0, 10**6),
)
def test_decide_never_raises_and_is_the_same_each_time(
    facts: dict[str, object], probability: float, tier: Tier, scene: str, turns: int
) -> None:
    given_facts = cast("Known", facts)
    risk, state = Risk(probability, tier, ()), EmotionState(turns=turns)
    decision, after = decide(SHIPPED[scene], state, given_facts, risk, REF, "e")
    assert decide(SHIPPED[scene], state, given_facts, risk, REF, "e") == (decision, after)
    assert set(after.fired) == set(decision.rules)
    assert len({a.id for a in decision.actions}) == len(decision.actions)
    assert after.tier is tier


@pytest.mark.parametrize("odd", [2**80, -(2**63), math.nan, math.inf, "\ud800", "", True])
def test_odd_business_values_do_not_stop_the_other_rules(odd: Scalar) -> None:
    policy = compiled(rule("has(facts.n) && facts.n > 3"), rule("true", "other"), facts={"n": 1})
    decision, _ = decide(policy, EmotionState(), known(facts={"n": odd, "\ud801": odd}), NO_RISK, REF, "e")
    assert "other" in decision.rules
