"""Facts: the named values that rules and the risk model see. One table, so that names mean one thing everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhiyin.domain.features import Features
from zhiyin.domain.reading import Reading
from zhiyin.domain.state import EmotionState
from zhiyin.domain.utterance import Scalar


@dataclass(frozen=True, slots=True)
class FactSpec:
    """``sample`` has the fact's type and is used to type-check rules before they are published."""

    name: str
    sample: Scalar | tuple[str, ...]
    range: str
    meaning: str


FACTS: tuple[FactSpec, ...] = (
    FactSpec("role", "customer", "customer|agent|bot|system", "who spoke this turn"),
    FactSpec("kind", "message", "message|silence", "silence: the customer has waited and nobody answered"),
    FactSpec("scene", "ecommerce", "ecommerce|finance|travel|government|medical|...", "scene of the conversation"),
    FactSpec("channel", "chat", "text", "channel it came by"),
    FactSpec("emotion", "calm", "one of 11 labels, or 'none'", "emotion of this turn; none: the turn is not read"),
    FactSpec("polarity", "neutral", "negative|neutral|positive|none", "polarity of this turn"),
    FactSpec("valence", 0.0, "-1..1", "expected polarity of this turn; 0 if not read"),
    FactSpec("intensity", 0.0, "0..1", "strength of this turn's emotion"),
    FactSpec("confidence", 0.0, "0..1", "how sure the reading is"),
    FactSpec("unsure", False, "bool", "the model would rather not answer for this turn"),
    FactSpec("sarcasm", 0.0, "0..1", "probability that this turn is meant sarcastically"),
    FactSpec("mood", 0.0, "-1..1", "smoothed valence of the customer so far"),
    FactSpec("slope", 0.0, "-2..2 per customer turn", "change of valence over the recent customer turns"),
    FactSpec("lowest", 0.0, "-1..1", "lowest mood so far"),
    FactSpec("turns", 0, ">= 0", "turns so far, all roles"),
    FactSpec("customer_turns", 0, ">= 0", "turns of the customer so far"),
    FactSpec("negative_turns", 0, ">= 0", "customer turns read as negative so far"),
    FactSpec("negative_run", 0, ">= 0", "negative customer turns in a row, up to now"),
    FactSpec("negative_share", 0.0, "0..1", "negative share of the customer's turns, counted as at least 4"),
    FactSpec("repeats", 0, ">= 0", "times the customer asked the same again"),
    FactSpec("threats", 0, ">= 0", "customer turns with a threat (complaint, exposure, lawyer) so far"),
    FactSpec("wait_s", 0.0, "seconds", "how long the customer has waited for an answer at this moment"),
    FactSpec("longest_wait_s", 0.0, "seconds", "longest time a customer turn stayed unanswered"),
    FactSpec("agent_repeats", 0, ">= 0", "times agent or bot said the same line again"),
    FactSpec("cues", ("threat",), "list of cue names", "listed expressions found in this turn"),
    FactSpec("risk", 0.0, "0..1", "probability of a bad end (rules only)"),
    FactSpec("tier", "none", "none|mild|moderate|severe", "tier of the risk (rules only)"),
    FactSpec("tier_level", 0, "0..3", "the same as a number"),
)


FEW_TURNS = 4
"""Shares of fewer turns than this say little: one negative first turn must not count as "all of them"."""


def facts(
    state: EmotionState, features: Features, reading: Reading | None, at: int
) -> dict[str, Scalar | tuple[str, ...] | Mapping[str, Scalar]]:
    """The facts of this moment, after ``state`` has taken the turn in; ``risk`` and ``tier*`` are added by the policy.

    Business facts that came with the events stand under ``facts`` (a map), e.g. ``facts.order_late``.
    """
    origin = features.masked.origin
    return {
        "role": origin.role.value,
        "kind": origin.kind.value,
        "scene": origin.scene,
        "channel": origin.channel,
        **_of_turn(reading),
        **_of_course(state, at),
        "cues": tuple(sorted({c.name for c in features.cues})),
        "facts": dict(state.facts),
    }


def _of_turn(reading: Reading | None) -> dict[str, Scalar]:
    return {
        "emotion": reading.emotion.value if reading else "none",
        "polarity": reading.polarity.value if reading else "none",
        "valence": reading.valence if reading else 0.0,
        "intensity": reading.intensity if reading else 0.0,
        "confidence": reading.confidence if reading else 0.0,
        "unsure": reading.unsure if reading else False,
        "sarcasm": reading.sarcasm if reading else 0.0,
    }


def _of_course(state: EmotionState, at: int) -> dict[str, Scalar]:
    waiting = (at - state.waiting_since) / 1000 if state.waiting_since is not None else 0.0
    return {
        "mood": state.mood,
        "slope": state.slope,
        "lowest": state.lowest,
        "turns": state.turns,
        "customer_turns": state.customer_turns,
        "negative_turns": state.negative_turns,
        "negative_run": state.negative_run,
        "negative_share": state.negative_turns / max(state.customer_turns, FEW_TURNS),
        "repeats": state.repeats,
        "threats": state.threats,
        "wait_s": waiting,
        "longest_wait_s": max(state.longest_wait / 1000, waiting),
        "agent_repeats": state.agent_repeats,
    }
