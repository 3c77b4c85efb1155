"""Readings made up for tests: of a valence, without any model."""

from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import Reason, ReasonKind

_CLEAR = 0.2


def reading(valence: float, *, intensity: float = 1.0, unsure: bool = False, named: int = 0) -> Reading:
    """``named`` is how many characters from the start of the text are named as what makes it so."""
    positive, negative = max(0.0, valence), max(0.0, -valence)
    polarity = Polarity.NEGATIVE if valence < -_CLEAR else Polarity.POSITIVE if valence > _CLEAR else Polarity.NEUTRAL
    probs = {Polarity.POSITIVE: positive, Polarity.NEGATIVE: negative, Polarity.NEUTRAL: 1 - positive - negative}
    emotions = {e: 1 / len(Emotion) for e in Emotion}
    reasons = (Reason(ReasonKind.WORDS, polarity.value, 1.0, "", (0, named)),) if named else ()
    return Reading(polarity, probs, Emotion.CALM, emotions, intensity, 0.9, unsure, 0.0, reasons, "test")
