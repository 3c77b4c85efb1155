"""Reliefs: what would lower a risk. Each is the same model asked again with one thing different."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from zhiyin.domain.features import Features
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.relief import Relief
from zhiyin.domain.state import EmotionState, changed
from zhiyin.pipeline.emotion import hear
from zhiyin.pipeline.facts import Fact, numbers
from zhiyin.pipeline.risk import probability_of
from zhiyin.pipeline.weigher import Weigher

WORTH_DOING = 0.01
"""A relief that lowers the probability by less is not named."""

_MENDED = {"order_late": "订单问题解决、不再延误", "refund_pending": "退款到账"}


def _as_if(polarity: Polarity, valence: float, intensity: float) -> Reading:
    probs = {Polarity.NEGATIVE: 0.0, Polarity.NEUTRAL: 1 - valence, Polarity.POSITIVE: valence}
    return Reading(polarity, probs, Emotion.CALM, {}, intensity, 1.0, False, 0.0, (), "what if")


# Strengths of turns as people marked them in the dialogues the weights were fitted on (training/risk.yaml).
_CALM = _as_if(Polarity.NEUTRAL, 0.0, 0.15)
_PLEASED = _as_if(Polarity.POSITIVE, 0.85, 0.5)


def reliefs(
    state: EmotionState, known: Mapping[str, Fact], features: Features, weigher: Weigher, probability: float
) -> tuple[Relief, ...]:
    """The strongest first; ``state`` and the facts ``known`` have taken in the turn, with that ``probability``."""
    found = []
    for name, text, other in _others(state, known, features):
        then = probability_of(weigher.log_odds(other))
        if probability - then >= WORTH_DOING:
            found.append(Relief(name, text, round(then, 4)))
    return tuple(sorted(found, key=lambda r: (r.probability, r.name)))


def _others(
    state: EmotionState, known: Mapping[str, Fact], features: Features
) -> Iterator[tuple[str, str, Mapping[str, Fact]]]:
    """What could be otherwise: (name, text, the facts then)."""
    origin = features.masked.origin
    calm = replace(state.rhythm, unanswered=0, open_questions=0)
    answered = changed(state, {"waiting_since": None, "rhythm": calm})
    if state.waiting_since is not None:
        yield "answer", "现在就答复客户", numbers(answered, origin.channel, origin.at)
    for name, text, reading in (("calm", "客户下一句转为平静", _CALM), ("pleased", "客户下一句表示满意", _PLEASED)):
        yield name, text, numbers(hear(answered, features, reading), origin.channel, origin.at)
    for fact, text in _MENDED.items():
        if known.get(fact) is True:
            yield fact, text, {**known, fact: False}
