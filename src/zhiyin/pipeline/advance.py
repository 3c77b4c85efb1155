"""Advance: the heart as one pure function. Live operation, replay, audit and back-test are this same loop."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from zhiyin.domain.alarm import Alarm
from zhiyin.domain.features import Features
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.policy import Thresholds
from zhiyin.domain.reading import Reading
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.domain.state import EmotionState, changed
from zhiyin.domain.utterance import Role
from zhiyin.pipeline.emotion import update
from zhiyin.pipeline.facts import Fact, facts
from zhiyin.pipeline.foresight import foresee
from zhiyin.pipeline.policy import CompiledPolicy, decide
from zhiyin.pipeline.reliefs import reliefs
from zhiyin.pipeline.risk import assess, probability_of
from zhiyin.pipeline.tiers import settle
from zhiyin.pipeline.weigher import Weighed, Weigher
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
    weigher: Weigher = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weigher", Weigher(self.weights))


@dataclass(frozen=True, slots=True)
class Observed:
    """What a turn tells before anybody judges it: the same under every rulebook."""

    state: EmotionState
    known: Mapping[str, Fact]
    features: Features
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Appraised:
    """What the weights make of it: the same under every policy, but for the tier, which ``judge`` sets."""

    risk: Risk
    weighed: Weighed | None
    """None for a back-test, which counts decisions: its outcomes then carry no reasons, reliefs and foresight."""


def advance(
    state: EmotionState, features: Features, reading: Reading | None, rulebook: Rulebook
) -> tuple[EmotionState, Outcome]:
    """One turn further. Time is the event's own; the same inputs give the same outcome, bit for bit."""
    seen = observe(state, features, reading, rulebook.same_question)
    return judge(seen, appraise(seen, rulebook), rulebook)


def observe(
    state: EmotionState, features: Features, reading: Reading | None, same_question: QuestionModel | None
) -> Observed:
    state = update(state, features, reading, same_question)
    return Observed(state, facts(state, features, reading, features.masked.origin.at), features, reading)


def appraise(seen: Observed, rulebook: Rulebook) -> Appraised:
    weighed = rulebook.weigher.weigh(seen.known)
    return Appraised(assess(seen.known, weighed, rulebook.policy.policy.thresholds), weighed)


def appraise_briefly(seen: Observed, rulebook: Rulebook) -> Appraised:
    """The probability alone, bit for bit that of ``appraise``."""
    return Appraised(Risk(probability_of(rulebook.weigher.log_odds(seen.known)), Tier.NONE, ()), None)


def judge(seen: Observed, appraised: Appraised, rulebook: Rulebook) -> tuple[EmotionState, Outcome]:
    """``seen.state`` carries what this rulebook has shown and fired so far (see ``carried``)."""
    origin, weighed = seen.features.masked.origin, appraised.weighed
    probability = appraised.risk.probability
    state, tier = _steady(seen.state, probability, rulebook.policy.policy.thresholds, origin.at)
    risk, foresight = replace(appraised.risk, tier=tier), None
    if weighed:
        foresight = foresee(seen.known, weighed, rulebook.weights)
        # After an agent's turn nobody asks what to do next: that shows in the customer's.
        asked = tier.level and origin.role not in (Role.AGENT, Role.BOT)
        lower = reliefs(state, seen.known, seen.features, rulebook.weigher, probability) if asked else ()
        lead = foresight.lead if foresight and tier.level else None
        risk = Risk(probability, tier, _with_words(risk, seen.features, seen.reading), lower, lead)
    decision, state = decide(rulebook.policy, state, seen.known, risk, origin.conversation, origin.event_id)
    outcome = Outcome(
        conversation=origin.conversation,
        event_id=origin.event_id,
        at=origin.at,
        sequence=state.applied,
        reading=seen.reading,
        mood=state.mood,
        risk=risk,
        decision=decision,
        foresight=foresight,
        weights=rulebook.weights.name,
    )
    return state, outcome


def carried(seen: Observed, judged: EmotionState) -> Observed:
    """The same turn with what a rulebook has shown and fired up to the turn before, which ``judged`` holds."""
    if not judged.fired and not judged.alarms:
        return seen  # nothing was shown yet, so there is nothing to carry
    shown = {"tier": judged.tier, "below": judged.below, "alarms": judged.alarms, "fired": judged.fired}
    return Observed(changed(seen.state, shown), seen.known, seen.features, seen.reading)


def _steady(state: EmotionState, probability: float, thresholds: Thresholds, at: int) -> tuple[EmotionState, Tier]:
    """The tier without flapping; in the state the alarms of the tiers that are reached for the first time."""
    tier, below = settle(state.tier, state.below, probability, thresholds)
    if below == state.below and tier.level <= state.tier.level:
        return state, tier
    rung = {alarm.tier for alarm in state.alarms}
    new = tuple(Alarm(t, at, state.turns, probability) for t in Tier if 0 < t.level <= tier.level and t not in rung)
    return changed(state, {"below": below, "alarms": (*state.alarms, *new)}), tier


def _with_words(risk: Risk, features: Features, reading: Reading | None) -> tuple[Reason, ...]:
    """The risk's reasons, followed by the words of this turn that stand behind them."""
    event_id = features.masked.origin.event_id
    cues = tuple(
        Reason(ReasonKind.CUE, cue.name, 0.0, features.masked.text[slice(*cue.span)], cue.span, event_id)
        for cue in features.cues
        if cue.name in _SPEAKING_CUES
    )
    named = [r for r in reading.reasons if r.span] if reading else []
    words = tuple(Reason(r.kind, r.name, r.weight, r.text, r.span, event_id) for r in named)
    return (*risk.reasons, *cues, *words)
