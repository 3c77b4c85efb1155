"""The linear text model: n-gram scores, calibrated, with the words behind them. NumPy only; safe for many threads."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.features import Features
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.models.calibration import Calibrated, Calibration, agreement, fuse, shade, sigmoid, total
from zhiyin.models.evidence import shares, spans
from zhiyin.models.manifest import Manifest
from zhiyin.models.ngrams import HOLE, Passage
from zhiyin.models.weights import Floats, LinearWeights, Scores, score

POLARITIES = tuple(Polarity)
EMOTIONS = tuple(Emotion)
COLUMNS = (*(f"polarity:{p}" for p in POLARITIES), *(f"emotion:{e}" for e in EMOTIONS), "sarcasm", "intensity")
"""Columns of the weight table, in this order."""
_EMOTION_FROM = len(POLARITIES)
_SARCASM = _EMOTION_FROM + len(EMOTIONS)
_INTENSITY = _SARCASM + 1
_BATCH = 512
"""Passages scored at a time: bounds memory at about 20 MB for usual turns."""
_TOP = 0x1FFFF
_TELLING = np.zeros(_TOP + 1, dtype=np.float32)
"""1 for Han, and for symbols that show feeling."""
for _low, _high in ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x2600, 0x27BF), (0x1F300, 0x1FAFF)):
    _TELLING[_low : _high + 1] = 1
_LATIN = np.zeros(_TOP + 1, dtype=np.float32)
_LATIN[ord("a") : ord("z") + 1] = 1
_SHORT = 2
"""Latin words of up to so many letters (ok, hi) are read; longer text without Han is not Chinese."""


@dataclass(frozen=True, slots=True)
class _Judged:
    probabilities: Calibrated
    trust: Floats
    scores: Scores
    label: NDArray[np.int64]
    rival: NDArray[np.int64]
    added: Floats


class LinearTextModel:
    """Behind ``seams.TextModel``. ``unsure``: below the manifest's threshold, or a text foreign to the model."""

    def __init__(self, manifest: Manifest, weights: LinearWeights, calibration: Calibration) -> None:
        self._name = manifest.full_name
        self._sure = manifest.thresholds["sure"]
        self._weights = weights
        self._calibration = calibration
        self._scales = (calibration.polarity_scale, calibration.hint_scale, calibration.emotion_scale)
        self._agreed = agreement(calibration)
        self._usual = np.array([calibration.strength[e] for e in EMOTIONS], dtype=np.float32)

    @property
    def name(self) -> str:
        return self._name

    def read(self, batch: Sequence[Features]) -> list[Reading]:
        """One reading per item, in order; an item's reading does not depend on its neighbours."""
        passages = [Passage(f.folded, tuple(e.span for e in f.masked.entities)) for f in batch]
        return self.read_passages(passages, [f.masked.text for f in batch])

    def read_passages(self, passages: Sequence[Passage], shown: Sequence[str]) -> list[Reading]:
        """The same for bare passages; ``shown`` are the texts that evidence is quoted from, of the same lengths."""
        readings: list[Reading] = []
        for start in range(0, len(passages), _BATCH):
            part = slice(start, start + _BATCH)
            readings += self._readings(self._judge(passages[part]), shown[part])
        return readings

    def _judge(self, passages: Sequence[Passage]) -> _Judged:
        scores = score(self._weights, passages)
        logits = scores.logits
        polarity, emotion = fuse(
            logits[:, :_EMOTION_FROM], logits[:, _EMOTION_FROM:_SARCASM], self._scales, self._agreed
        )
        slope, offset = self._calibration.sarcasm
        found = Calibrated(
            polarity,
            emotion,
            sigmoid(slope * logits[:, _SARCASM] + offset),
            self._intensity(logits[:, _INTENSITY], emotion),
        )
        trust = self._trust(scores)
        shaded = shade(found, trust)
        order = np.argsort(-shaded.polarity, axis=1, kind="stable")
        label, rival = order[:, 0], order[:, 1]
        added = shares(self._weights, scores, label, rival, self._calibration.polarity_scale)
        return _Judged(shaded, trust, scores, label, rival, added)

    def _intensity(self, logit: Floats, emotion: Floats) -> Floats:
        """Mean of the trained strength and of the usual strength of the emotions found."""
        slope, offset = self._calibration.intensity
        usual = total(emotion * self._usual, 1)
        half: Floats = 0.5 * sigmoid(slope * logit + offset) + 0.5 * usual
        return half

    def _trust(self, scores: Scores) -> Floats:
        """How far the model's word is taken, 0-1: by the share of known pairs, and 0 for what is not Chinese."""
        codes, starts = np.minimum(scores.signs.codes, _TOP), scores.signs.starts
        han, latin = np.add.reduceat(_TELLING[codes], starts), np.add.reduceat(_LATIN[codes], starts)
        chinese = np.where(han > 0, han * 4 >= latin, (latin > 0) & (latin <= _SHORT) & (scores.known >= 1))
        least, enough = self._calibration.known_least, self._calibration.known_enough
        share = np.clip((scores.known - least) / (enough - least), 0, 1)
        trust: Floats = np.where(chinese, share, 0).astype(np.float32)
        return trust

    def _readings(self, judged: _Judged, shown: Sequence[str]) -> list[Reading]:
        p = judged.probabilities
        polarity, emotion = p.polarity.tolist(), p.emotion.tolist()
        sarcasm, intensity, trust = p.sarcasm.tolist(), p.intensity.tolist(), judged.trust.tolist()
        return [
            self._reading(judged, i, text, polarity[i], emotion[i], (sarcasm[i], intensity[i], trust[i]))
            for i, text in enumerate(shown)
        ]

    def _reading(
        self,
        judged: _Judged,
        i: int,
        text: str,
        polarity: list[float],
        emotion: list[float],
        rest: tuple[float, float, float],
    ) -> Reading:
        sarcasm, intensity, trust = rest
        label = POLARITIES[judged.label[i]]
        confidence = polarity[judged.label[i]]
        return Reading(
            polarity=label,
            polarity_probs=dict(zip(POLARITIES, polarity, strict=True)),
            emotion=EMOTIONS[emotion.index(max(emotion))],
            emotions=dict(zip(EMOTIONS, emotion, strict=True)),
            intensity=intensity,
            confidence=confidence,
            unsure=trust < 0.5 or confidence < self._sure,
            sarcasm=sarcasm,
            reasons=_reasons(judged, i, text, label) if trust > 0 else (),
            model=self._name,
        )


def _reasons(judged: _Judged, i: int, text: str, label: Polarity) -> tuple[Reason, ...]:
    found = judged.scores.signs
    start = int(found.starts[i]) + 1
    end = start + int(found.lengths[i]) - 1
    places = found.places[start:end].tolist()
    breaks = [not (chr(c).isalnum() or c > 0x2600) or c == HOLE for c in found.codes[start:end].tolist()]
    reasons = []
    for (first, last), weight in spans(judged.added[start:end].tolist(), breaks):
        span = (places[first], places[last - 1] + 1)
        reasons.append(Reason(ReasonKind.WORDS, label.value, round(weight, 4), text[slice(*span)], span))
    return tuple(reasons)
