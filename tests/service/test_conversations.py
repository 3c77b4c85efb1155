"""The shipped conversations, read and judged by the shipped model, weights and policies, against their authors' truth.

The shares asserted here are those measured when the model landed (docs/models.md); a better model raises them, and a
change that makes the product worse at its job fails here. They are never to be lowered.
"""

from collections.abc import Mapping
from functools import cache

import pytest

from zhiyin.connectors.examples import example_history
from zhiyin.domain.conversation import Turn
from zhiyin.domain.example import Course, End, ExampleConversation
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.risk import Tier
from zhiyin.domain.state import EmotionState
from zhiyin.models.registry import load_question_model, load_risk_weights, load_text_model
from zhiyin.packs import load_conversations, load_policy, scenes
from zhiyin.pipeline.advance import Rulebook, advance
from zhiyin.pipeline.features import features
from zhiyin.pipeline.policy import compile_policy
from zhiyin.testing.spine import cues

ACCEPTABLE_PEAKS = 47
AGREEING_POLARITY = 0.85
MOST_UNSURE = 0.32


@cache
def played() -> Mapping[str, tuple[ExampleConversation, list[Turn], list[Outcome]]]:
    """Every conversation with its masked turns and what the product made of them."""
    finder, weights = cues(), load_risk_weights()
    same_question = load_question_model()
    books = {scene: Rulebook(compile_policy(load_policy(scene)), weights, same_question) for scene in scenes()}
    conversations = load_conversations()
    found = {}
    histories = example_history(conversations, load_text_model(), finder)
    for conversation, (_, turns) in zip(conversations, histories, strict=True):
        state, outcomes = EmotionState(), []
        for turn in turns:
            assert turn.outcome is not None
            item = features(turn.masked, state.context, finder)
            state, outcome = advance(state, item, turn.outcome.reading, books[conversation.scene])
            outcomes.append(outcome)
        found[conversation.id] = (conversation, turns, outcomes)
    return found


def peak(outcomes: list[Outcome]) -> Tier:
    """The highest tier of the risk or of an action."""
    tiers = [o.risk.tier for o in outcomes] + [a.tier for o in outcomes for a in o.decision.actions]
    return max(tiers, key=lambda tier: tier.level)


@pytest.mark.parametrize("conversation", load_conversations(), ids=lambda c: c.id)
def test_personal_data_is_masked(conversation: ExampleConversation) -> None:
    _, turns, _ = played()[conversation.id]
    text = "\n".join(t.masked.text for t in turns)
    missing = [name for name in conversation.expect.masked if f"[{name}]" not in text]
    assert not missing
    assert not [secret for secret in conversation.expect.never if secret in text]


def test_warnings_are_of_a_tier_that_the_author_accepts() -> None:
    wrong = [f"{c.id}: {peak(o)}" for c, _, o in played().values() if peak(o) not in c.expect.peak_tier]
    assert len(played()) - len(wrong) >= ACCEPTABLE_PEAKS, "\n".join(wrong)


def test_a_legal_threat_always_reaches_a_person() -> None:
    for conversation, _, outcomes in played().values():
        if conversation.course is Course.LEGAL_THREAT:
            kinds = {a.kind for o in outcomes for a in o.decision.actions}
            assert "route" in kinds, conversation.id


def test_no_calm_conversation_is_called_severe() -> None:
    loud = [c.id for c, _, o in played().values() if c.course is Course.CALM and peak(o) is Tier.SEVERE]
    assert not loud


def test_readings_agree_with_the_author() -> None:
    agree = sure = unsure = 0
    for conversation, turns, _ in played().values():
        for written, turn in zip(conversation.turns, turns, strict=True):
            reading = turn.outcome.reading if turn.outcome else None
            if reading is None or not written.expect.polarity:
                continue
            unsure += reading.unsure
            sure += not reading.unsure
            agree += not reading.unsure and reading.polarity in written.expect.polarity
    assert agree / sure >= AGREEING_POLARITY
    assert unsure / (sure + unsure) <= MOST_UNSURE


def test_moods_that_recover_end_above_their_lowest_point() -> None:
    for conversation, _, outcomes in played().values():
        if conversation.expect.end is End.RECOVERED:
            moods = [o.mood for o in outcomes]
            assert moods[-1] > min(moods), conversation.id
