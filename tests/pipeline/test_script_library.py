"""The library's pure parts: what is on the shelf, what a use showed, and what is suggested."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.library_script import CustomerGroup, LibraryScript, ReviewState, ScriptRevision, ScriptStatus
from zhiyin.domain.policy import Script
from zhiyin.domain.risk import Tier
from zhiyin.domain.script_use import ScriptFigures
from zhiyin.packs import load_groups, load_phrases, load_policy, scenes
from zhiyin.pipeline.condition_check import faults
from zhiyin.pipeline.conditions import Condition, Known
from zhiyin.pipeline.phrases import PhraseFinder
from zhiyin.pipeline.policy import compile_policy, with_scripts
from zhiyin.pipeline.repetition import similarity
from zhiyin.pipeline.script_check import ALIKE, Yardstick, script_faults
from zhiyin.pipeline.script_effect import ENOUGH, effect, expected_change
from zhiyin.pipeline.scripts import Moment
from zhiyin.pipeline.shelf import as_shipped, entries, in_force, offered, review_state, title_of
from zhiyin.pipeline.suggesting import Candidate, names_of, suggest

DAY = 86_400_000
POLICY = load_policy("ecommerce")
OLD = CustomerGroup("old", "老朋友专属", {"ecommerce": "has(facts.customer_value) && facts.customer_value == 'high'"})


def revision(script: Script, number: int = 1, **more: Any) -> ScriptRevision:
    kept = replace(LibraryScript("ecommerce", script, base=script), **more)
    return ScriptRevision(kept, number, "li", 1)


def test_an_edit_wins_by_id_and_a_newer_shipped_version_is_only_shown() -> None:
    first = POLICY.scripts[0]
    mine = replace(first, text="我改过的话，谁也不覆盖。")
    kept = revision(mine, base=first)
    before = entries({"ecommerce": POLICY}, [kept])
    newer = replace(POLICY, scripts=(replace(first, text="新的内置话术。"), *POLICY.scripts[1:]))
    after = entries({"ecommerce": newer}, [kept])
    assert before[0].kept.script.script == after[0].kept.script.script == mine
    assert (before[0].newer_shipped, after[0].newer_shipped) == (False, True)
    assert [e.kept.revision for e in after[1:]] == [0] * (len(POLICY.scripts) - 1)


def test_what_is_retired_a_draft_or_stale_is_not_offered() -> None:
    first, second, third, fourth = POLICY.scripts[:4]
    now = 100 * DAY
    kept = [
        revision(first, status=ScriptStatus.RETIRED),
        revision(second, status=ScriptStatus.DRAFT),
        revision(third, review_by=now - 15 * DAY),
        revision(fourth, review_by=now - 13 * DAY),
    ]
    shelf = entries({"ecommerce": POLICY}, kept)
    left = {script.id for script in offered(shelf, (), now, 14 * DAY)["ecommerce"]}
    assert {s.id for s in POLICY.scripts} - left == {first.id, second.id, third.id}


@pytest.mark.parametrize(
    ("days", "state"),
    [(None, "unset"), (1, "fresh"), (0, "due"), (-13, "due"), (-14, "expired")],
)
def test_review_states(days: int | None, state: str) -> None:
    now = 100 * DAY
    assert review_state(None if days is None else now + days * DAY, now, 14 * DAY) is ReviewState(state)


def test_a_group_is_a_condition_before_the_scripts_own() -> None:
    wording = Script("a", "您是老朋友了。", when="repeats >= 1 || turns > 9")
    script = LibraryScript("ecommerce", wording, groups=("old",))
    condition = Condition(in_force(script, [OLD]).when)
    names = condition.names
    for value, repeats, holds in (("high", 1, True), ("normal", 1, False), ("high", 0, False)):
        moment = Moment({"facts": {"customer_value": value}, "repeats": repeats, "turns": 1}, names)
        assert condition.value(moment.context) is holds
    elsewhere = Condition(in_force(replace(script, scene="travel"), [OLD]).when)
    everybody = Moment({"repeats": 5, "turns": 20, "facts": {"customer_value": "high"}}, elsewhere.names)
    assert elsewhere.value(everybody.context) is False


@pytest.mark.parametrize("scene", scenes())
def test_shipped_scripts_and_groups_check(scene: str) -> None:
    policy = load_policy(scene)
    yardstick = Yardstick(policy, PhraseFinder(load_phrases(scene)), load_groups())
    for script in policy.scripts:
        assert script_faults(as_shipped(scene, script).script, yardstick) == []
    for group in load_groups():
        assert list(faults(group.of(scene) or "true", policy.facts, ())) == []


def test_no_two_shipped_scripts_are_taken_for_the_same() -> None:
    for scene in scenes():
        texts = [s.text for s in load_policy(scene).scripts]
        assert max(similarity(a, b) for a in texts for b in texts if a != b) < ALIKE


def test_rules_go_on_when_a_script_they_name_is_not_on_offer() -> None:
    compiled = compile_policy(POLICY)
    broken = Script("bad", "坏条件的话术。", when="((")
    left = with_scripts(compiled, [POLICY.scripts[0], broken])
    assert [script.id for script, _ in left.scripts] == [POLICY.scripts[0].id]
    assert left.rules == compiled.rules


@given(st.text(max_size=30))
def test_a_title_is_short_and_from_the_beginning(text: str) -> None:
    assert text.startswith(title_of(text))
    assert len(title_of(text)) <= 16


@given(st.lists(st.floats(-2, 2), min_size=2, max_size=40))
def test_the_interval_holds_the_mean_and_figures_add_up(changes: list[float]) -> None:
    sums = ScriptFigures(len(changes), 0, len(changes), sum(changes), sum(c * c for c in changes), 0, 0)
    found = effect(sums)
    assert found.change is not None
    assert found.change.low - 1e-9 <= found.change.value <= found.change.high + 1e-9
    assert found.change.value == pytest.approx(sum(changes) / len(changes))
    assert found.enough == (len(changes) >= ENOUGH)
    assert abs(expected_change(sums)) <= abs(found.change.value) + 1e-9


def candidate(name: str, text: str, *, uses: ScriptFigures | None = None, **more: Any) -> Candidate:
    script = replace(Script(name, text), **more)
    condition = Condition(script.when) if script.when else None
    return Candidate(script, condition, name, (), uses or ScriptFigures())


def test_suggestions_are_ranked_by_fit_then_effect_and_say_nothing_twice() -> None:
    good = ScriptFigures(uses=40, measured=40, change_sum=20.0)
    candidates = [
        candidate("any", "我核对一下订单，两分钟内告诉您能怎么办。"),
        candidate("angry", "这事换谁都恼火，我从头看一遍再回您。", emotions=("angry",)),
        candidate("angry2", "听得出您很生气，哪一件最急我先办哪件。", emotions=("angry",), uses=good),
        candidate("matter", "退款流水号我发给您，银行能直接查。", when="'refund' in cues"),
        candidate("calm", "谢谢您愿意等，记录都在。", emotions=("calm",)),
        candidate("hole", "晚了{late_days}天，是我们的错。"),
        candidate("said", "您先别急，我正在给您查物流的位置。"),
        candidate("twin", "听得出您很生气，哪一件最急我就先办哪件。", emotions=("angry",)),
        candidate("severe", "我转给能拍板的同事，记录一起带过去。", tiers=(Tier.SEVERE,)),
    ]
    known: Known = {"emotion": "angry", "tier": "moderate", "cues": ("refund",), "facts": {}}
    found = suggest(candidates, Moment(known, names_of(candidates)), ["您先别急，我正在给您查物流位置。"], 5)
    assert [s.candidate.script.id for s in found] == ["matter", "angry2", "angry", "any"]
    assert [s.why for s in found] == ["针对当前话题", "适合“愤怒”", "适合“愤怒”", "通用"]
