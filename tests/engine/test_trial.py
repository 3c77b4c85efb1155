"""A policy tried on past conversations: what it counts, what it shows, and that it repeats."""

import random
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from zhiyin.connectors.examples import example_history
from zhiyin.connectors.history import as_turn
from zhiyin.domain.conversation import Turn
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.policy import ActionSpec, Lexicon, Policy, Rule, Thresholds
from zhiyin.domain.quartiles import Quartiles
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.risk import Tier
from zhiyin.domain.risk_weights import RiskTerm, RiskWeights
from zhiyin.domain.share import wilson
from zhiyin.domain.state import EmotionState
from zhiyin.domain.text import SafeText
from zhiyin.domain.trial import Change, TrialExample, TrialShift
from zhiyin.domain.utterance import ConversationRef, Masked, Origin, Role
from zhiyin.engine.trial import TrialOptions, TrialScope, appraised_by, in_order, observed, try_policy, walk
from zhiyin.engine.trial_side import SideTally
from zhiyin.models.registry import load_risk_weights
from zhiyin.packs import load_conversations, load_policy
from zhiyin.pipeline.advance import Rulebook, advance
from zhiyin.pipeline.features import CueFinder
from zhiyin.pipeline.policy import compile_policy
from zhiyin.testing.spine import cues
from zhiyin.testing.text_model import FakeTextModel

CUES = CueFinder(Lexicon({"threat": ("投诉",)}))
WEIGHTS = RiskWeights("test", -3.0, (RiskTerm("negative_run", 5.0, 0, 4, "连续 {value} 句负面"),))
"""Risk after 0, 1, 2, 3, 4 negative turns in a row: 5, 15, 38, 68, 88 %."""
History = Sequence[tuple[ConversationRef, Sequence[Turn]]]


def reading(polarity: Polarity) -> Reading:
    probs = {p: 0.9 if p is polarity else 0.05 for p in Polarity}
    emotion = Emotion.ANGRY if polarity is Polarity.NEGATIVE else Emotion.CALM
    return Reading(polarity, probs, emotion, {emotion: 1.0}, 0.8, 0.9, False, 0.0, (), "m")


def talk(name: str, moods: str, scene: str = "ecommerce", read: bool = True) -> tuple[ConversationRef, list[Turn]]:
    """One customer turn per letter: ``-`` negative, ``.`` neutral, ``!`` a threat, neutral in tone."""
    ref = ConversationRef("t", name)
    turns = []
    for n, mood in enumerate(moods, 1):
        text = SafeText(f"第{n}句" + ("我要投诉" if mood == "!" else ""))
        masked = Masked(Origin(ref, f"e{n:02}", Role.CUSTOMER, n * 1000, scene=scene), text)
        felt = reading(Polarity.NEGATIVE if mood == "-" else Polarity.NEUTRAL)
        turns.append(as_turn(masked, n, felt if read else None))
    return ref, turns


def rule(name: str, when: str, tier: Tier, kind: str = "alert", limit: int = 1) -> Rule:
    return Rule(name, f"规则{name}", when, tier, (ActionSpec(kind, "动作"),), cooldown=0, limit=limit)


def book(version: str, *rules: Rule, thresholds: Thresholds | None = None) -> Rulebook:
    policy = Policy("ecommerce", version, "试", rules, thresholds=thresholds or Thresholds())
    return Rulebook(compile_policy(policy), WEIGHTS)


AT_HALF = rule("risk", "risk >= 0.5", Tier.MODERATE)
THREAT = rule("threat", "'threat' in cues", Tier.SEVERE, "route")
FEW = TrialOptions(examples=3)
QUIET = rule("note", "negative_run == 1", Tier.NONE, "note", limit=9)
HISTORY: History = [talk("calm", "...."), talk("angry", "-----"), talk("threat", "..!."), talk("both", "---!-")]


async def test_it_counts_alerts_by_tier_and_actions_by_kind_on_both_sides() -> None:
    report = await try_policy(book("1", AT_HALF), book("2", AT_HALF, THREAT, QUIET), HISTORY, CUES)
    assert (report.conversations, report.turns, report.skipped, report.unread) == (4, 18, 0, 0)
    assert (report.old.policy, report.new.policy) == ("ecommerce@1", "ecommerce@2")
    assert report.old.alerts == {Tier.MILD: 0, Tier.MODERATE: 2, Tier.SEVERE: 0}
    assert report.new.alerts == {Tier.MILD: 0, Tier.MODERATE: 2, Tier.SEVERE: 2}
    assert (report.old.actions, report.new.actions) == ({"alert": 2}, {"alert": 2, "note": 3, "route": 2})
    assert report.new.rules == {"note": 3, "risk": 2, "threat": 2}
    assert (report.old.warned, report.new.warned) == (2, 3)
    assert (report.per_100(report.old.alerts_total), report.per_100(report.new.alerts_total)) == (50.0, 100.0)


async def test_a_newly_warned_conversation_is_shown_with_the_turn_and_the_reason() -> None:
    report = await try_policy(book("1", AT_HALF), book("2", AT_HALF, THREAT), HISTORY, CUES)
    assert report.changes == {Change.NEWLY: 1, Change.NO_LONGER: 0, Change.EARLIER: 0, Change.LATER: 0}
    (example,) = report.examples
    assert (example.change, example.conversation.id, example.sequence) == (Change.NEWLY, "threat", 3)
    assert (example.text, example.why, example.tier) == ("第3句我要投诉", ("规则threat",), Tier.SEVERE)
    assert (example.at, example.shift, example.role) == (3000, 0, Role.CUSTOMER)


async def test_a_policy_that_warns_less_names_whom_it_no_longer_warns_about() -> None:
    report = await try_policy(book("1", AT_HALF, THREAT), book("2", AT_HALF), HISTORY, CUES)
    assert (report.changes[Change.NO_LONGER], report.changes[Change.NEWLY]) == (1, 0)
    assert report.examples[0].why == ("规则threat",)


@pytest.mark.parametrize(
    ("old_at", "new_at", "change", "shift"), [(0.5, 0.3, Change.EARLIER, 1), (0.3, 0.8, Change.LATER, -2)]
)
async def test_it_says_how_many_turns_earlier_or_later(
    old_at: float, new_at: float, change: Change, shift: int
) -> None:
    old, new = (book(v, replace(AT_HALF, when=f"risk >= {at}")) for v, at in (("1", old_at), ("2", new_at)))
    report = await try_policy(old, new, [talk("angry", "-----")], CUES)
    assert report.changes[change] == 1
    assert (report.examples[0].shift, report.examples[0].shift_s) == (shift, float(shift))
    spread = Quartiles(abs(shift), abs(shift), abs(shift))
    assert report.shifts == {change: TrialShift(1, spread, spread)}


async def test_thresholds_of_the_new_policy_count_too() -> None:
    by_tier = replace(AT_HALF, when="tier_level >= 2")
    lower = book("2", by_tier, thresholds=Thresholds(0.1, 0.3, 0.8))
    report = await try_policy(book("1", by_tier), lower, [talk("short", "--")], CUES)
    assert report.changes[Change.NEWLY] == 1


async def test_from_which_tier_a_warning_counts_can_be_chosen() -> None:
    mild = replace(THREAT, tier=Tier.MILD)
    for warn_tier, newly in ((Tier.MILD, 1), (Tier.MODERATE, 0)):
        report = await try_policy(book("1", AT_HALF), book("2", AT_HALF, mild), HISTORY, CUES, TrialOptions(warn_tier))
        assert (report.changes[Change.NEWLY], report.new.alerts[Tier.MILD]) == (newly, 2)


async def test_the_same_policy_changes_nothing() -> None:
    report = await try_policy(book("1", AT_HALF, THREAT), book("1", AT_HALF, THREAT), HISTORY, CUES)
    assert report.old == report.new
    assert (set(report.changes.values()), report.examples) == ({0}, ())


async def test_neither_the_order_of_conversations_nor_of_turns_matters_and_history_may_come_slowly() -> None:
    history = [*HISTORY, *(talk(f"t{n}", "." * n + "!") for n in range(12))]
    old, new = book("1", AT_HALF), book("2", AT_HALF, THREAT)
    first = await try_policy(old, new, history, CUES, FEW)
    shuffled = random.Random(7).sample(history, len(history))

    async def slowly() -> AsyncIterator[tuple[ConversationRef, Sequence[Turn]]]:
        for ref, turns in shuffled:
            yield ref, random.Random(7).sample(list(turns), len(turns))

    assert await try_policy(old, new, slowly(), CUES, FEW) == first
    assert first.changes[Change.NEWLY] == 13
    assert len(first.examples) == 3


async def test_other_scenes_and_empty_conversations_are_left_out_and_counted() -> None:
    history: History = [*HISTORY, talk("trip", "----", scene="travel"), (ConversationRef("t", "empty"), [])]
    report = await try_policy(book("1", AT_HALF), book("2", AT_HALF), history, CUES)
    assert (report.conversations, report.skipped) == (4, 2)


async def test_channel_and_days_bound_which_conversations_take_part() -> None:
    old, new = book("1", AT_HALF), book("2", AT_HALF)
    for scope, kept in (
        (TrialScope(), 4),
        (TrialScope(channel="chat"), 4),
        (TrialScope(channel="phone"), 0),
        (TrialScope(since=5000), 2),
        (TrialScope(until=5000), 2),
        (TrialScope(since=5000, until=5000), 0),
    ):
        report = await try_policy(old, new, HISTORY, CUES, TrialOptions(scope=scope))
        assert (report.conversations, report.skipped) == (kept, 4 - kept)


async def test_every_changed_conversation_is_told_not_only_the_examples() -> None:
    told: list[TrialExample] = []
    options = TrialOptions(examples=1, on_change=told.append)
    history = [talk(f"t{n}", "." * n + "!") for n in range(4)]
    report = await try_policy(book("1", AT_HALF), book("2", AT_HALF, THREAT), history, CUES, options)
    assert [e.conversation.id for e in told] == ["t0", "t1", "t2", "t3"]
    assert {(e.change, e.scene, e.channel) for e in told} == {(Change.NEWLY, "ecommerce", "chat")}
    assert len(report.examples) == 1


async def test_an_interrupted_trial_gives_what_was_done_and_says_so() -> None:
    seen: list[tuple[int, int]] = []

    def go_on(conversations: int, turns: int) -> bool:
        seen.append((conversations, turns))
        return conversations < 2

    report = await try_policy(book("1", AT_HALF), book("2", AT_HALF), HISTORY, CUES, go_on=go_on)
    assert (report.complete, report.conversations, report.turns) == (False, 2, 9)
    assert seen == [(1, 4), (2, 9)]
    assert (await try_policy(book("1", AT_HALF), book("2", AT_HALF), HISTORY, CUES)).complete


async def test_warnings_are_scored_where_the_end_is_known() -> None:
    ends = {"calm": False, "angry": True, "threat": False, "elsewhere": True}
    options = TrialOptions(ends=ends)
    report = await try_policy(book("1", AT_HALF), book("2", AT_HALF, THREAT), HISTORY, CUES, options)
    assert report.old.ends
    assert report.new.ends
    old, new = report.old.ends, report.new.ends
    assert (old.known, old.bad, old.warned, old.hits) == (3, 1, 1, 1)
    assert (new.known, new.bad, new.warned, new.hits) == (3, 1, 2, 1)
    assert (old.precision, new.precision, new.recall) == (wilson(1, 1), wilson(1, 2), wilson(1, 1))
    third = wilson(1, 3)
    assert third
    assert new.false_alarms_per_1000 == third.times(1000)
    assert (await try_policy(book("1", AT_HALF), book("2", THREAT), HISTORY, CUES)).old.ends is None


async def test_ends_of_which_none_is_in_history_leave_nothing_to_divide() -> None:
    report = await try_policy(book("1", AT_HALF), book("2", AT_HALF), HISTORY, CUES, TrialOptions(ends={"x": True}))
    assert report.old.ends
    assert (report.old.ends.known, report.old.ends.precision, report.old.ends.false_alarms_per_1000) == (0, None, None)


async def test_the_digest_repeats_and_tells_any_decision_apart() -> None:
    by_tier = replace(AT_HALF, when="tier_level >= 2")
    old = book("1", by_tier)
    first = await try_policy(old, book("2", by_tier), HISTORY, CUES)
    again = await try_policy(old, book("2", by_tier), HISTORY[::-1], CUES)
    assert re.fullmatch("[0-9a-f]{64}", first.digest)
    assert again.digest == first.digest
    # Risk after three negative turns in a row is 67.9 %, and nothing lies between 80 and 81 %.
    tried = {
        t: (await try_policy(old, book("2", by_tier, thresholds=t), HISTORY, CUES)).digest
        for t in (Thresholds(moderate=0.67), Thresholds(moderate=0.68), Thresholds(severe=0.81))
    }
    assert tried[Thresholds(moderate=0.67)] == tried[Thresholds(severe=0.81)] == first.digest
    assert tried[Thresholds(moderate=0.68)] != first.digest
    fewer = await try_policy(old, book("2", by_tier), HISTORY[1:], CUES)
    twice = await try_policy(old, book("2", by_tier), [*HISTORY, *HISTORY], CUES)
    assert len({first.digest, fewer.digest, twice.digest, "0" * 64}) == 4


async def test_turns_without_a_reading_are_counted_because_no_text_is_read_again() -> None:
    report = await try_policy(book("1", AT_HALF), book("2", AT_HALF), [talk("unread", "-----", read=False)], CUES)
    assert (report.unread, report.new.warned) == (5, 0)


async def test_a_rule_that_fails_at_run_time_is_counted_by_turn() -> None:
    odd = Policy("ecommerce", "2", "试", (replace(AT_HALF, when="has(facts.n) && facts.n > 1"),), facts={"n": 1})
    ref, (first, second, *_) = talk("odd", "..")
    origin = replace(first.masked.origin, facts={"n": "many"})
    turns = [Turn(replace(first.masked, origin=origin), first.outcome), second]
    report = await try_policy(book("1", AT_HALF), Rulebook(compile_policy(odd), WEIGHTS), [(ref, turns)], CUES)
    assert (report.old.failures, report.new.failures) == ({}, {"risk": 2})


def test_a_side_decides_what_the_live_path_decides() -> None:
    """Both sides share what a turn tells; each must still come to what ``advance`` alone comes to, bit for bit."""
    rulebook = Rulebook(compile_policy(load_policy("ecommerce")), load_risk_weights())
    for conversation in load_conversations("ecommerce"):
        ((_, turns),) = example_history([conversation], FakeTextModel(), cues())
        items = walk(in_order(turns), cues())
        state, alone = EmotionState(), []
        for item, reading in items:
            state, outcome = advance(state, item, reading, rulebook)
            alone.append(outcome)
        _, shared = SideTally.of(rulebook).run(appraised_by(rulebook, observed(items, None)), Tier.MODERATE, None)
        assert [_decided(o) for o in shared] == [_decided(o) for o in alone]


def _decided(outcome: Outcome) -> object:
    """What is decided: without reasons, reliefs and foresight, and the lines of them that go to people."""
    actions = [(a.id, a.kind, a.rule, a.tier, a.title) for a in outcome.decision.actions]
    return outcome.sequence, outcome.mood, outcome.reading, outcome.risk.probability, outcome.risk.tier, actions
