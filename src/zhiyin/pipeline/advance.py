"""Advance: the heart as one pure function. Live operation, replay, audit and back-test are this same loop."""

from dataclasses import dataclass, replace

from zhiyin.domain.features import Features
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.reading import Reading
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.domain.state import EmotionState
from zhiyin.pipeline.emotion import update
from zhiyin.pipeline.facts import facts
from zhiyin.pipeline.policy import CompiledPolicy, decide
from zhiyin.pipeline.risk import assess
from zhiyin.seams import QuestionModel

_SPEAKING_CUES = frozenset({"threat", "churn", "insult", "safety", "fraud", "human_request", "repetition", "waiting"})
"""Cues that are shown next to a warning as its words."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What decides, as values: swap it and the next turn is judged by the new one."""

    policy: CompiledPolicy
    weights: RiskWeights
    same_question: QuestionModel | None = None
    """Finds questions asked again by meaning; None finds them by their words."""


def advance(
    state: EmotionState, features: Features, reading: Reading | None, rulebook: Rulebook
) -> tuple[EmotionState, Outcome]:
    """One turn further. Time is the event's own; the same inputs give the same outcome, bit for bit."""
    origin = features.masked.origin
    state = update(state, features, reading, rulebook.same_question)
    known = facts(state, features, reading, origin.at)
    risk = assess(known, rulebook.weights, rulebook.policy.policy.thresholds)
    risk = replace(risk, reasons=_with_words(risk, features, reading))
    decision, state = decide(rulebook.policy, state, known, risk, origin.conversation, origin.event_id)
    outcome = Outcome(
        conversation=origin.conversation,
        event_id=origin.event_id,
        at=origin.at,
        sequence=state.applied,
        reading=reading,
        mood=state.mood,
        risk=risk,
        decision=decision,
    )
    return state, outcome


def _with_words(risk: Risk, features: Features, reading: Reading | None) -> tuple[Reason, ...]:
    """The risk's reasons, followed by the words of this turn that stand behind them."""
    event_id = features.masked.origin.event_id
    cues = tuple(
        Reason(ReasonKind.CUE, cue.name, 0.0, features.masked.text[slice(*cue.span)], cue.span, event_id)
        for cue in features.cues
        if cue.name in _SPEAKING_CUES
    )
    words = tuple(replace(r, event_id=event_id) for r in reading.reasons if r.span) if reading else ()
    return (*risk.reasons, *cues, *words)
