"""A text model that reads by three words, so that measuring is tested without weights (``training.ear.Ear``)."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.models.heads import EncoderPlan, Head, HeadKind
from zhiyin.models.ngrams import Passage
from zhiyin.models.tokens import Line

GOOD, BAD, LATE = "好", "差", "拒绝"
POLARITIES = [p.value for p in Polarity]
EMOTIONS = [e.value for e in Emotion]


def head(name: str, labels: Sequence[str], kind: HeadKind = HeadKind.CLASSES, sure: float = 0.7) -> Head:
    zeros = [0.0] * len(labels)
    return Head(name, kind, list(labels), encoder=1.0, linear=0.0, offset=zeros, decision=zeros, sure=sure)


PLAN = EncoderPlan(
    80,
    40,
    [
        head("polarity", POLARITIES),
        head("emotion", EMOTIONS),
        head("intensity", ["strength"], HeadKind.SHARES),
        head("sarcasm", ["sarcastic"], HeadKind.SHARES),
        head("review", ["negative", "positive"]),
        head("satisfaction", POLARITIES),
        head("talk", ["neutral", "angry", "happy"]),
        head("many", ["anger", "joy"], HeadKind.SHARES),
        head("valence", ["pleasant"], HeadKind.SHARES),
    ],
)


class FakeEar:
    """好 is good, 差 is bad, anything else is neutral; what was said before counts where the agent refused (拒绝).

    ``asked`` counts the texts it read, ``seen`` keeps what was before each.
    """

    name = "fake-1"
    plan = PLAN

    def __init__(self) -> None:
        self.asked = 0
        self.seen: dict[str, tuple[Line, ...]] = {}

    def read_passages(
        self, passages: Sequence[Passage], shown: Sequence[str], before: Sequence[Sequence[Line]] = ()
    ) -> list[Reading]:
        assert len(shown) == len(passages)
        self.asked += len(passages)
        given = before or [()] * len(passages)
        return [self._reading(p.folded, tuple(b)) for p, b in zip(passages, given, strict=True)]

    def families(
        self, passages: Sequence[Passage], before: Sequence[Sequence[Line]] = ()
    ) -> Mapping[str, NDArray[np.float32]]:
        rows = [self._polarity(p.folded, tuple(b)) for p, b in zip(passages, before, strict=True)]
        three = np.array(rows, dtype=np.float32)
        return {
            "review": three[:, [0, 2]] / three[:, [0, 2]].sum(axis=1, keepdims=True),
            "satisfaction": three,
            "talk": three[:, [1, 0, 2]],
            "many": three[:, [0, 2]],
            "valence": three[:, [2]],
        }

    def _polarity(self, text: str, before: tuple[Line, ...]) -> list[float]:
        self.seen[text] = before
        if BAD in text or any(line.ours and LATE in line.passage.folded for line in before):
            return [0.8, 0.1, 0.1]
        return [0.1, 0.1, 0.8] if GOOD in text else [0.2, 0.6, 0.2]

    def _reading(self, text: str, before: tuple[Line, ...]) -> Reading:
        p = self._polarity(text, before)
        polarity = list(Polarity)[p.index(max(p))]
        felt = {Polarity.NEGATIVE: Emotion.ANGRY, Polarity.NEUTRAL: Emotion.CALM, Polarity.POSITIVE: Emotion.SATISFIED}
        emotions = {e: 0.7 if e is felt[polarity] else 0.03 for e in Emotion}
        word = {Polarity.NEGATIVE: BAD, Polarity.POSITIVE: GOOD}.get(polarity, "")
        at = text.find(word) if word else -1
        reason = Reason(ReasonKind.WORDS, polarity.value, 1.0, word, (at, at + 1))
        return Reading(
            polarity=polarity,
            polarity_probs=dict(zip(Polarity, p, strict=True)),
            emotion=felt[polarity],
            emotions=emotions,
            intensity=max(p),
            confidence=max(p),
            unsure=max(p) < 0.7,
            sarcasm=0.9 if "呵" in text else 0.1,
            reasons=(reason,) if at >= 0 else (),
            model=self.name,
        )
