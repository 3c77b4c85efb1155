"""Example: one text with what it teaches. Labels a set does not give are left open and train nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.models.ngrams import Passage

POLARITIES = tuple(Polarity)
EMOTIONS = tuple(Emotion)

POLARITY_OF: Mapping[Emotion, Polarity] = {
    Emotion.CALM: Polarity.NEUTRAL,
    Emotion.SATISFIED: Polarity.POSITIVE,
    Emotion.GRATEFUL: Polarity.POSITIVE,
    Emotion.EXPECTANT: Polarity.NEUTRAL,
    Emotion.CONFUSED: Polarity.NEUTRAL,
    Emotion.ANXIOUS: Polarity.NEGATIVE,
    Emotion.DISAPPOINTED: Polarity.NEGATIVE,
    Emotion.DISSATISFIED: Polarity.NEGATIVE,
    Emotion.ANGRY: Polarity.NEGATIVE,
    Emotion.SAD: Polarity.NEGATIVE,
    Emotion.SURPRISED: Polarity.NEUTRAL,
}
"""Usual polarity of an emotion, where a source names only the emotion."""


@dataclass(frozen=True, slots=True)
class Example:
    """``intensity`` lies in 0-1. Weights of 0 mean that the family is not trained by this text."""

    passage: Passage
    source: str
    polarity: Polarity | None = None
    emotion: Emotion | None = None
    sarcasm: bool | None = None
    intensity: float | None = None
    weight: float = 1.0
    emotion_weight: float = 1.0
    sarcasm_weight: float = 1.0
