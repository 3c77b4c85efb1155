"""A small public TextModel driven by word lists: for tests of what is built around a model, never for real use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zhiyin.domain.features import Features
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.satisfaction import Satisfaction

_P = Polarity
POLARITY_OF: Mapping[Emotion, Polarity] = {
    **dict.fromkeys(Emotion, _P.NEGATIVE),
    **dict.fromkeys((Emotion.SATISFIED, Emotion.GRATEFUL), _P.POSITIVE),
    **dict.fromkeys((Emotion.CALM, Emotion.EXPECTANT, Emotion.CONFUSED, Emotion.SURPRISED), _P.NEUTRAL),
}
WORDS: Mapping[str, Emotion] = {
    "谢谢": Emotion.GRATEFUL,
    "很好": Emotion.SATISFIED,
    "满意": Emotion.SATISFIED,
    "投诉": Emotion.ANGRY,
    "太差": Emotion.DISSATISFIED,
    "失望": Emotion.DISAPPOINTED,
    "着急": Emotion.ANXIOUS,
    "怎么": Emotion.CONFUSED,
}


_SATISFACTION: Mapping[Polarity, Satisfaction] = {
    _P.NEGATIVE: Satisfaction(0.7, 0.2, 0.1),
    _P.NEUTRAL: Satisfaction(0.2, 0.6, 0.2),
    _P.POSITIVE: Satisfaction(0.1, 0.2, 0.7),
}


@dataclass(frozen=True, slots=True)
class FakeTextModel:
    """The first listed word decides; no listed word means calm. An empty list gives a model that is always unsure.

    Satisfaction follows the polarity of a listed word; without one it is not known.
    """

    words: Mapping[str, Emotion] = field(default_factory=lambda: WORDS)
    name: str = "fake-text-model-1"

    def read(self, batch: Sequence[Features]) -> list[Reading]:
        return [self._reading(f) for f in batch]

    def _reading(self, features: Features) -> Reading:
        text = features.masked.text
        found = sorted((text.find(w), w) for w in self.words if w in text)
        emotion = self.words[found[0][1]] if found else Emotion.CALM
        polarity = POLARITY_OF[emotion]
        reasons = tuple(Reason(ReasonKind.WORDS, "word", 2.0, w, (at, at + len(w))) for at, w in found)
        sure = bool(self.words)
        return Reading(
            polarity=polarity,
            polarity_probs={p: 0.9 if p is polarity else 0.05 for p in Polarity},
            emotion=emotion,
            emotions={e: 0.9 if e is emotion else 0.01 for e in Emotion},
            intensity=0.8 if found else 0.1,
            confidence=0.9 if sure else 0.3,
            unsure=not sure,
            sarcasm=0.05,
            reasons=reasons,
            model=self.name,
            satisfaction=_SATISFACTION[polarity] if found else None,
        )
