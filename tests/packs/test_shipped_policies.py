"""The five shipped policies: they check clean, and they do what the product promises at each tier."""

from collections.abc import Mapping

import pytest

from zhiyin.domain.decision import Decision
from zhiyin.domain.policy import Thresholds
from zhiyin.domain.risk import Risk
from zhiyin.domain.state import EmotionState
from zhiyin.domain.utterance import ConversationRef, Scalar
from zhiyin.packs import load_lexicon, load_policy, scenes
from zhiyin.pipeline.facts import FACTS
from zhiyin.pipeline.folding import fold
from zhiyin.pipeline.policy import CompiledPolicy, check, compile_policy, decide, tier_of

SCENES = ("ecommerce", "finance", "government", "medical", "travel")
COMPILED = {scene: compile_policy(load_policy(scene)) for scene in SCENES}
Fact = Scalar | tuple[str, ...] | Mapping[str, Scalar]
NEGATIVE: dict[str, Fact] = {"emotion": "dissatisfied", "polarity": "negative", "valence": -0.7, "negative_run": 1}


def decision(policy: CompiledPolicy, risk: float, *changes: Mapping[str, Fact], **more: Fact) -> Decision:
    known: dict[str, Fact] = {**{f.name: f.sample for f in FACTS}, "cues": (), "facts": {}}
    for change in (*changes, more):
        known |= change
    tier = tier_of(risk, policy.policy.thresholds)
    found, _ = decide(policy, EmotionState(turns=5), known, Risk(risk, tier, ()), ConversationRef("t", "c"), "e")
    return found


def kinds(found: Decision) -> set[str]:
    return {a.kind for a in found.actions}


def is_urgent(found: Decision) -> bool:
    return any(a.kind == "route" and a.body["urgent"] is True for a in found.actions)


def test_five_scenes_are_shipped() -> None:
    assert scenes() == SCENES


@pytest.mark.parametrize("scene", SCENES)
def test_the_policy_checks_clean_with_its_word_lists(scene: str) -> None:
    policy = load_policy(scene)
    assert check(policy, load_lexicon(scene).cues) == ()
    assert (policy.scene, policy.thresholds) == (scene, Thresholds(0.2, 0.5, 0.8))


@pytest.mark.parametrize("policy", COMPILED.values(), ids=COMPILED)
def test_a_calm_turn_calls_for_nothing(policy: CompiledPolicy) -> None:
    assert decision(policy, 0.0).rules == ()


@pytest.mark.parametrize("policy", COMPILED.values(), ids=COMPILED)
class TestTiers:
    def test_mild_gives_a_soothing_script_and_a_solution(self, policy: CompiledPolicy) -> None:
        assert kinds(decision(policy, 0.3, NEGATIVE)) == {"script", "guide"}

    def test_moderate_reviews_hands_over_and_plans_a_remedy_that_a_person_approves(
        self, policy: CompiledPolicy
    ) -> None:
        found = decision(policy, 0.55, NEGATIVE)
        assert kinds(found) == {"review", "route", "compensate"}
        assert not is_urgent(found)
        assert all(a.body["approval"] is True for a in found.actions if a.kind == "compensate")
        assert all(a.body["report"] for a in found.actions)

    def test_above_65_percent_the_three_steps_of_compensation_are_offered(self, policy: CompiledPolicy) -> None:
        steps = [a.body.get("steps") for a in decision(policy, 0.66, NEGATIVE).actions if a.kind == "compensate"]
        assert any(isinstance(s, tuple) and s[:2] == ("priority_lane", "written_promise") for s in steps)
        assert not any(a.body.get("steps") for a in decision(policy, 0.64, NEGATIVE).actions)

    def test_severe_opens_the_urgent_lane_with_full_history_and_alerts_a_supervisor(
        self, policy: CompiledPolicy
    ) -> None:
        found = decision(policy, 0.85, NEGATIVE)
        lane = next(a for a in found.actions if a.rule == "severe-risk" and a.kind == "route")
        assert (lane.body["urgent"], lane.body["history"]) == (True, "full")
        assert any(a.kind == "alert" and a.body["to"] == "supervisor" for a in found.actions)


@pytest.mark.parametrize("policy", COMPILED.values(), ids=COMPILED)
class TestMoments:
    @pytest.mark.parametrize("cue", ["threat", "safety", "fraud"])
    def test_law_safety_and_fraud_go_to_a_person_at_once_whatever_the_risk(
        self, policy: CompiledPolicy, cue: str
    ) -> None:
        assert is_urgent(decision(policy, 0.01, cues=(cue,)))

    def test_words_of_the_agent_are_no_threat(self, policy: CompiledPolicy) -> None:
        assert decision(policy, 0.9, role="agent", cues=("threat", "safety", "fraud")).rules == ()

    @pytest.mark.parametrize(
        ("repeats", "kind", "mode"), [(1, "guide", "text"), (2, "guide", "pictures"), (3, "route", None)]
    )
    def test_the_same_question_again_is_answered_differently(
        self, policy: CompiledPolicy, repeats: int, kind: str, mode: str | None
    ) -> None:
        found = decision(policy, 0.0, repeats=repeats)
        assert any(a.kind == kind and a.body.get("mode") == mode for a in found.actions)

    def test_silence_after_a_minute_or_after_8_s_with_a_repeated_question(self, policy: CompiledPolicy) -> None:
        silence: dict[str, Fact] = {"kind": "silence", "role": "system", "emotion": "none", "polarity": "none"}
        assert "kept-waiting" in decision(policy, 0.0, silence, wait_s=60.0).rules
        assert "kept-waiting" in decision(policy, 0.0, silence, wait_s=8.0, repeats=1).rules
        assert decision(policy, 0.0, silence, wait_s=20.0).rules == ()

    def test_confusion_after_anger_switches_to_explaining(self, policy: CompiledPolicy) -> None:
        found = decision(policy, 0.0, emotion="confused", lowest=-0.5, mood=-0.3)
        assert any(a.kind == "guide" and a.body.get("mode") == "explain" for a in found.actions)
        assert "explain-mode" not in decision(policy, 0.0, emotion="confused").rules

    def test_recovering_then_recovered_stands_down(self, policy: CompiledPolicy) -> None:
        rising: dict[str, Fact] = {"lowest": -0.6, "slope": 0.4}
        assert "recovering" in decision(policy, 0.0, rising, mood=-0.1).rules
        found = decision(policy, 0.0, rising, mood=0.2, polarity="positive", emotion="grateful")
        assert "recovered" in found.rules
        assert "stand_down" in kinds(found)

    def test_a_better_moment_calls_no_new_remedy(self, policy: CompiledPolicy) -> None:
        assert "compensate" not in kinds(decision(policy, 0.6, polarity="positive", emotion="satisfied", valence=0.7))


@pytest.mark.parametrize(
    ("scene", "facts", "rule"),
    [
        ("ecommerce", {"order_late": True}, "late-order"),
        ("finance", {"account_frozen": True}, "frozen-account"),
        ("government", {"visits": 3}, "many-visits"),
        ("medical", {"queue_minutes": 90, "patient_age": 5}, "vulnerable-waiting"),
        ("travel", {"hours_to_departure": 12.0}, "departing-soon"),
    ],
)
def test_business_facts_of_the_trade_count(scene: str, facts: dict[str, Scalar], rule: str) -> None:
    assert rule in decision(COMPILED[scene], 0.0, NEGATIVE, facts=facts).rules
    assert rule not in decision(COMPILED[scene], 0.0, NEGATIVE).rules


@pytest.mark.parametrize("scene", SCENES)
def test_word_lists_are_written_as_texts_are_folded(scene: str) -> None:
    words = {w for listed in load_lexicon(scene).cues.values() for w in listed}
    assert {w: fold(w) for w in words if fold(w) != w} == {}


def offered(found: Decision) -> dict[str, object]:
    return {a.rule: a.body["scripts"] for a in found.actions if a.kind == "script"}


@pytest.mark.parametrize("policy", COMPILED.values(), ids=COMPILED)
@pytest.mark.parametrize(
    ("risk", "facts"),
    [
        *((0.3, {**NEGATIVE, "emotion": e}) for e in ("angry", "anxious", "disappointed", "sad", "surprised", "calm")),
        (0.85, NEGATIVE),
        (0.1, {"cues": ("threat",)}),
        (0.1, {"kind": "silence", "role": "system", "wait_s": 60.0, "emotion": "none", "polarity": "none"}),
        (0.1, {"emotion": "confused", "lowest": -0.5, "mood": -0.3}),
        (0.1, {"emotion": "grateful", "polarity": "positive", "lowest": -0.5, "mood": 0.2}),
    ],
)
def test_there_is_always_something_to_say(policy: CompiledPolicy, risk: float, facts: Mapping[str, Fact]) -> None:
    said = offered(decision(policy, risk, facts))
    assert said
    assert all(said.values())


def test_the_wording_suits_the_matter() -> None:
    policy = COMPILED["ecommerce"]
    broken = str(offered(decision(policy, 0.3, NEGATIVE, cues=("about_damage",)))["mild-risk"])
    other = str(offered(decision(policy, 0.3, NEGATIVE))["mild-risk"])
    assert "确实是坏的" in broken
    assert "确实是坏的" not in other


@pytest.mark.parametrize(("cues", "first"), [(("safety",), "120"), (("safety", "about_crisis"), "12356")])
def test_an_emergency_and_a_crisis_get_their_own_first_sentence(cues: tuple[str, ...], first: str) -> None:
    (sentence,) = offered(decision(COMPILED["medical"], 0.1, cues=cues)).values()
    assert first in str(sentence)
