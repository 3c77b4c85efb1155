"""Judgement: from calibrated probabilities to the readings that are handed on. All text models share it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import Reason
from zhiyin.domain.satisfaction import Satisfaction
from zhiyin.models.calibration import Calibrated, shade

Floats = NDArray[np.float32]
Index = NDArray[np.int64]
POLARITIES = tuple(Polarity)
EMOTIONS = tuple(Emotion)
_LEGIBLE = 0.5
"""Trust below which a reading is unsure, whatever its probability."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Arrays over a batch. ``probabilities`` are shaded by ``trust`` already; the others are columns."""

    probabilities: Calibrated
    trust: Floats
    label: Index
    rival: Index
    """The polarity that comes second."""
    emotion: Index


def judge(found: Calibrated, trust: Floats, polarity: Floats | None = None, emotion: Floats | None = None) -> Judgement:
    """``trust`` says how far each text can be read, 0-1. ``polarity`` and ``emotion`` are added to ln p, as far as the
    text is trusted, before a label is chosen; without them it is the likeliest one."""
    shaded = shade(found, trust)
    order = np.argsort(-_ranked(shaded.polarity, trust, polarity), axis=1, kind="stable")
    felt = np.argmax(_ranked(shaded.emotion, trust, emotion), axis=1)
    return Judgement(shaded, trust, order[:, 0], order[:, 1], felt)


def _ranked(probabilities: Floats, trust: Floats, decision: Floats | None) -> Floats:
    if decision is None:
        return probabilities
    ranked: Floats = probabilities * np.exp(trust[:, None] * decision)
    return ranked


def readings(
    judged: Judgement,
    sure: float,
    name: str,
    reasons: Callable[[int], tuple[Reason, ...]],
    satisfaction: Sequence[Satisfaction] | None = None,
) -> list[Reading]:
    """One per text, in order. Unsure: not legible, or less probable than ``sure``. ``reasons`` of a text by its number
    are asked for only where it was read at all. ``satisfaction``: of each text, or None if it is not known."""
    p = judged.probabilities
    polarity, emotion = p.polarity.tolist(), p.emotion.tolist()
    sarcasm, intensity, trust = p.sarcasm.tolist(), p.intensity.tolist(), judged.trust.tolist()
    label, felt = judged.label.tolist(), judged.emotion.tolist()
    return [
        Reading(
            polarity=POLARITIES[label[i]],
            polarity_probs=dict(zip(POLARITIES, polarity[i], strict=True)),
            emotion=EMOTIONS[felt[i]],
            emotions=dict(zip(EMOTIONS, emotion[i], strict=True)),
            intensity=intensity[i],
            confidence=polarity[i][label[i]],
            unsure=trust[i] < _LEGIBLE or polarity[i][label[i]] < sure,
            sarcasm=sarcasm[i],
            reasons=reasons(i) if trust[i] > 0 else (),
            model=name,
            satisfaction=satisfaction[i] if satisfaction else None,
        )
        for i in range(len(trust))
    ]
