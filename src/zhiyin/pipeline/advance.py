"""Advance: the heart as one pure function. Live operation, replay, audit and back-test are this same loop."""

from dataclasses import dataclass, replace

from zhiyin.domain.alarm import Alarm
from zhiyin.domain.features import Features
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.policy import Thresholds
from zhiyin.domain.reading import Reading
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.domain.state import EmotionState
from zhiyin.pipeline.emotion import update
from zhiyin.pipeline.facts import facts
from zhiyin.pipeline.foresight import foresee
from zhiyin.pipeline.policy import CompiledPolicy, decide
from zhiyin.pipeline.reliefs import reliefs
from zhiyin.pipeline.risk import assess
from zhiyin.pipeline.tiers import settle

_SPEAKING_CUES = frozenset({"threat", "churn", "insult", "safety", "fraud", "human_request", "repetition", "waiting"})
"""Cues that are shown next to a warning as its words."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What decides, as values: swap it and the next turn is judged by the new one."""

    policy: CompiledPolicy
    weights: RiskWeights


def advance(
    state: EmotionState, features: Features, reading: Reading | None, rulebook: Rulebook
) -> tuple[EmotionState, Outcome]:
    """One turn further. Time is the event's own; the same inputs give the same outcome, bit for bit."""
    origin, thresholds = features.masked.origin, rulebook.policy.policy.thresholds
    state = update(state, features, reading)
    known = facts(state, features, reading, origin.at)
    risk = assess(known, rulebook.weights, thresholds)
    state, risk = _steady(state, risk, thresholds, origin.at)
    lower = reliefs(state, features, origin.at, rulebook.weights, risk.probability) if risk.tier.level else ()
    risk = replace(risk, reasons=_with_words(risk, features, reading), reliefs=lower)
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
        foresight=foresee(known, rulebook.weights),
        weights=rulebook.weights.name,
    )
    return state, outcome


def _steady(state: EmotionState, risk: Risk, thresholds: Thresholds, at: int) -> tuple[EmotionState, Risk]:
    """The tier without flapping, and the alarms of the tiers reached for the first time."""
    tier, below = settle(state.tier, state.below, risk.probability, thresholds)
    rung = {alarm.tier for alarm in state.alarms}
    new = tuple(
        Alarm(t, at, state.turns, risk.probability) for t in Tier if 0 < t.level <= tier.level and t not in rung
    )
    return replace(state, below=below, alarms=(*state.alarms, *new)), replace(risk, tier=tier)


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
