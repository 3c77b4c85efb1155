"""The linear text model: n-gram scores, calibrated, with the words behind them. NumPy only; safe for many threads."""

from collections.abc import Sequence

import numpy as np

from zhiyin.domain.features import Features
from zhiyin.domain.reading import Reading
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.models.calibration import Calibration, Calibrator
from zhiyin.models.evidence import ends_word, shares, spans
from zhiyin.models.judgement import EMOTIONS, POLARITIES, Judgement, judge, readings
from zhiyin.models.manifest import Manifest
from zhiyin.models.ngrams import HOLE, Passage
from zhiyin.models.satisfaction import SatisfactionReader, customers_only
from zhiyin.models.tokens import Line
from zhiyin.models.weights import Floats, LinearWeights, Scores, score

__all__ = ["COLUMNS", "EMOTIONS", "POLARITIES", "LinearTextModel"]

LINEAR_SURE = "linear_sure"
"""Threshold of a manifest that holds this model as one part of two; ``sure`` where it is not named."""
COLUMNS = (*(f"polarity:{p}" for p in POLARITIES), *(f"emotion:{e}" for e in EMOTIONS), "sarcasm", "intensity")
"""Columns of the weight table, in this order."""
POLARITY, EMOTION = slice(0, len(POLARITIES)), slice(len(POLARITIES), len(POLARITIES) + len(EMOTIONS))
SARCASM, INTENSITY = slice(EMOTION.stop, EMOTION.stop + 1), slice(EMOTION.stop + 1, EMOTION.stop + 2)
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


class LinearTextModel:
    """Behind ``seams.TextModel``. ``unsure``: below the manifest's threshold, or a text foreign to the model.

    Without the reader for it, no satisfaction is given.
    """

    def __init__(
        self,
        manifest: Manifest,
        weights: LinearWeights,
        calibration: Calibration,
        satisfaction: SatisfactionReader | None = None,
    ) -> None:
        self._name = manifest.full_name
        self.sure = manifest.thresholds.get(LINEAR_SURE, manifest.thresholds["sure"])
        """Probability of the polarity from which on it counts as sure."""
        self._weights = weights
        self._calibration = calibration
        self._calibrator = Calibrator(calibration)
        self._satisfaction = satisfaction

    @property
    def name(self) -> str:
        return self._name

    def read(self, batch: Sequence[Features]) -> list[Reading]:
        """One reading per item, in order; an item's reading does not depend on its neighbours."""
        passages = [Passage(f.folded, tuple(e.span for e in f.masked.entities)) for f in batch]
        return customers_only(batch, self.read_passages(passages, [f.masked.text for f in batch]))

    def read_passages(
        self,
        passages: Sequence[Passage],
        shown: Sequence[str],
        before: Sequence[Sequence[Line]] | None = None,  # noqa: ARG002 - readers that hear the context share this form
    ) -> list[Reading]:
        """The same for bare passages; ``shown`` are the texts that evidence is quoted from, of the same lengths.
        What was said ``before`` makes no difference to this model."""
        found: list[Reading] = []
        for start in range(0, len(passages), _BATCH):
            part = slice(start, start + _BATCH)
            found += self._readings(score(self._weights, passages[part]), shown[part])
        return found

    def _readings(self, scores: Scores, shown: Sequence[str]) -> list[Reading]:
        z = scores.logits
        found = self._calibrator.calibrated(z[:, POLARITY], z[:, EMOTION], z[:, SARCASM][:, 0], z[:, INTENSITY][:, 0])
        judged = judge(found, self._trust(scores))
        added = shares(self._weights, scores, judged.label, judged.rival, self._calibration.polarity_scale)
        satisfaction = self._satisfaction.read(None, scores, judged.trust) if self._satisfaction else None
        return readings(
            judged, self.sure, self._name, lambda i: _reasons(judged, scores, added, i, shown[i]), satisfaction
        )

    def _trust(self, scores: Scores) -> Floats:
        """How far the model's word is taken, 0-1: by the share of known pairs, and 0 for what is not Chinese."""
        codes, starts = np.minimum(scores.signs.codes, _TOP), scores.signs.starts
        han, latin = np.add.reduceat(_TELLING[codes], starts), np.add.reduceat(_LATIN[codes], starts)
        chinese = np.where(han > 0, han * 4 >= latin, (latin > 0) & (latin <= _SHORT) & (scores.known >= 1))
        least, enough = self._calibration.known_least, self._calibration.known_enough
        share = np.clip((scores.known - least) / (enough - least), 0, 1)
        trust: Floats = np.where(chinese, share, 0).astype(np.float32)
        return trust


def _reasons(judged: Judgement, scores: Scores, added: Floats, i: int, text: str) -> tuple[Reason, ...]:
    found, label = scores.signs, POLARITIES[judged.label[i]]
    start = int(found.starts[i]) + 1
    end = start + int(found.lengths[i]) - 1
    places = found.places[start:end].tolist()
    breaks = [c == HOLE or ends_word(chr(c)) for c in found.codes[start:end].tolist()]
    reasons = []
    for (first, last), weight in spans(added[start:end].tolist(), breaks):
        span = (places[first], places[last - 1] + 1)
        reasons.append(Reason(ReasonKind.WORDS, label.value, round(weight, 4), text[slice(*span)], span))
    return tuple(reasons)
