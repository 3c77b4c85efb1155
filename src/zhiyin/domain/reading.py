"""Reading: what emotion one turn carries, how strong, how sure, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.reason import Reason
from zhiyin.domain.satisfaction import Satisfaction


class Polarity(StrEnum):
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Emotion(StrEnum):
    CALM = "calm"
    SATISFIED = "satisfied"
    GRATEFUL = "grateful"
    EXPECTANT = "expectant"
    CONFUSED = "confused"
    ANXIOUS = "anxious"
    DISAPPOINTED = "disappointed"
    DISSATISFIED = "dissatisfied"
    ANGRY = "angry"
    SAD = "sad"
    SURPRISED = "surprised"


@dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities are calibrated and each family sums to 1; ``intensity``, ``confidence`` and ``sarcasm`` lie in 0-1.

    ``unsure`` says that the model would rather not answer: the label is then the best guess, to be shown as such.
    ``satisfaction``: None for turns that no customer said, where the reader has no head for it, and in readings stored
    before there was one.
    """

    polarity: Polarity
    polarity_probs: Mapping[Polarity, float]
    emotion: Emotion
    emotions: Mapping[Emotion, float]
    intensity: float
    confidence: float
    unsure: bool
    sarcasm: float
    reasons: tuple[Reason, ...]
    model: str
    satisfaction: Satisfaction | None = None

    @property
    def valence(self) -> float:
        """Expected polarity, -1 (negative) to 1 (positive)."""
        return self.polarity_probs[Polarity.POSITIVE] - self.polarity_probs[Polarity.NEGATIVE]
