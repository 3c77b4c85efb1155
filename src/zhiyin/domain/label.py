"""Label: what one person says a turn was like, without having seen what others said."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.text import SafeText

USUAL_POLARITY: Mapping[Emotion, Polarity] = {
    **dict.fromkeys(Emotion, Polarity.NEGATIVE),
    **dict.fromkeys((Emotion.SATISFIED, Emotion.GRATEFUL), Polarity.POSITIVE),
    **dict.fromkeys((Emotion.CALM, Emotion.EXPECTANT, Emotion.CONFUSED, Emotion.SURPRISED), Polarity.NEUTRAL),
}
"""Polarity of an emotion where a person names only the emotion; the same as training uses."""


@dataclass(frozen=True, slots=True)
class Label:
    """``by`` marks the person and is no name (``Caller.person``). ``emotion`` and ``polarity`` None: it cannot be told.

    ``intensity``: 0, 0.5 or 1; ``at``: ms since 1970 UTC.
    """

    by: str
    at: int
    emotion: Emotion | None
    polarity: Polarity | None
    intensity: float | None = None
    sarcasm: bool = False
    note: SafeText | None = None

    def says(self, other: "Label") -> bool:
        """Whether both name the same emotion and the same polarity; strength and sarcasm may differ."""
        return (self.emotion, self.polarity) == (other.emotion, other.polarity)
