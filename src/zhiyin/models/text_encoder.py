"""The text model: what the encoder hears and what the n-grams say, blended, calibrated, with the words behind it."""

from collections.abc import Mapping, Sequence

import numpy as np

from zhiyin.domain.errors import ArtefactError
from zhiyin.domain.features import Features
from zhiyin.domain.reading import Reading
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.satisfaction import Satisfaction
from zhiyin.models import text_linear
from zhiyin.models.calibration import Calibration, Calibrator
from zhiyin.models.encoder import Encoder
from zhiyin.models.evidence import shares, spread, words
from zhiyin.models.families import Families, unpack_families
from zhiyin.models.han import han_counts
from zhiyin.models.heads import EncoderPlan, Heads
from zhiyin.models.judgement import EMOTIONS, POLARITIES, judge, readings
from zhiyin.models.legible import alone, legible
from zhiyin.models.listener import Impression, Listener
from zhiyin.models.manifest import Manifest
from zhiyin.models.ngrams import Passage
from zhiyin.models.satisfaction import HEAD as SATISFACTION
from zhiyin.models.satisfaction import SatisfactionReader, customers_only
from zhiyin.models.tokens import Line, Tokenizer
from zhiyin.models.weights import Floats, LinearWeights, Scores, score

OWN = {
    "polarity": text_linear.POLARITY,
    "emotion": text_linear.EMOTION,
    "sarcasm": text_linear.SARCASM,
    "intensity": text_linear.INTENSITY,
}
"""The product's own heads, and the columns of the linear table that speak of the same."""
_BATCH = 512
"""Passages at a time: bounds memory."""
Before = Sequence[Sequence[Line]]


class EncoderTextModel:
    """Behind ``seams.TextModel``. Safe for many threads. A text is read with what was said before it, and by itself:
    its neighbours in a batch make no difference, to the last bit.

    ``unsure``: below the manifest's threshold, or not legible (see ``legible``). ``calibration`` is the linear part's
    own, ``blend`` that of the two parts together. Without ``families`` the linear part is silent in heads that are not
    the product's own, but for ``satisfaction``, which has its own. ArtefactError if the parts do not fit each other.
    """

    def __init__(
        self,
        manifest: Manifest,
        encoder: Encoder,
        tokenizer: Tokenizer,
        heads: Heads,
        plan: EncoderPlan,
        linear: LinearWeights,
        calibration: Calibration,
        blend: Calibration,
        families: bytes | None,
        satisfaction: SatisfactionReader | None = None,
    ) -> None:
        self._name = manifest.full_name
        self.sure = manifest.thresholds["sure"]
        """Probability of the polarity from which on it counts as sure."""
        self.plan = plan
        self.linear = text_linear.LinearTextModel(manifest, linear, calibration)
        self._placed = {head.name: (head, columns) for head, columns in plan.placed()}
        self._check_own()
        self._polarity, self._explained = self._placed["polarity"]
        self._listener = Listener(encoder, tokenizer, heads, self._explained)
        self._weights = linear
        self._blend = blend
        self._calibrator = Calibrator(blend)
        self._satisfaction = satisfaction
        self._packed = families
        self._families: Families | None = None
        self._decisions = [np.array(self._placed[n][0].decision, dtype=np.float32) for n in ("polarity", "emotion")]

    @property
    def name(self) -> str:
        return self._name

    def read(self, batch: Sequence[Features]) -> list[Reading]:
        """One reading per item, in order."""
        passages = [Passage(f.folded, tuple(e.span for e in f.masked.entities)) for f in batch]
        before = [tuple(Line(Passage(b.folded, b.holes), b.ours) for b in f.before) for f in batch]
        return customers_only(batch, self.read_passages(passages, [f.masked.text for f in batch], before))

    def read_passages(
        self, passages: Sequence[Passage], shown: Sequence[str], before: Before | None = None
    ) -> list[Reading]:
        """The same for bare passages. ``shown``: the texts that evidence is quoted from, of the same lengths.
        ``before``: of each passage, what was said before it, oldest first."""
        found: list[Reading] = []
        for start in range(0, len(passages), _BATCH):
            part = slice(start, start + _BATCH)
            found += self._readings(passages[part], shown[part], _before(passages, before)[part])
        return found

    def families(self, passages: Sequence[Passage], before: Before | None = None) -> Mapping[str, Floats]:
        """Per head of the plan the probabilities of its labels, texts x labels, before legibility is looked at.

        The product's own heads stand each for itself here: ``read`` ties them together. For evaluation.
        """
        encoder, linear = self.logits(passages, before)
        return {
            name: head.probabilities(head.blended(encoder[:, columns], linear[:, columns]))
            for name, (head, columns) in self._placed.items()
        }

    def logits(self, passages: Sequence[Passage], before: Before | None = None) -> tuple[Floats, Floats]:
        """Of the encoder and of the linear part, texts x columns each, in the plan's order; zeros where the linear part
        has no such head. What a blend is fitted on."""
        heard = list(zip(passages, _before(passages, before), strict=True))
        encoder = np.zeros((len(passages), self.plan.columns), dtype=np.float32)
        linear = np.zeros_like(encoder)
        for start in range(0, len(passages), _BATCH):
            part = slice(start, start + _BATCH)
            encoder[part] = np.stack([found.logits for found in self._listener.impressions(heard[part])])
            scores = score(self._weights, passages[part])
            for name, (_, columns) in self._placed.items():
                found = self._linear_logits(name, scores)
                if found is not None:
                    linear[part, columns] = found
        return encoder, linear

    def means(self, passages: Sequence[Passage], before: Before | None = None) -> Floats:
        """The encoder's mean states, which the heads read: texts x width. For training."""
        return self._listener.means(list(zip(passages, _before(passages, before), strict=True)))

    def _readings(
        self, passages: Sequence[Passage], shown: Sequence[str], before: Sequence[tuple[Line, ...]]
    ) -> list[Reading]:
        heard = self._listener.impressions(list(zip(passages, before, strict=True)))
        scores = score(self._weights, passages)
        encoder = np.stack([impression.logits for impression in heard])
        z = self._blended(encoder, scores)
        found = self._calibrator.calibrated(z["polarity"], z["emotion"], z["sarcasm"][:, 0], z["intensity"][:, 0])
        judged = judge(found, self._trust(passages, before, heard, scores), *self._decisions)
        scale = self._blend.polarity_scale * self._polarity.linear
        added = shares(self._weights, scores, judged.label, judged.rival, scale)

        def reasons(i: int) -> tuple[Reason, ...]:
            values = self._heard(passages[i], heard[i], int(judged.label[i]), int(judged.rival[i]))
            _add(values, scores, i, added)
            label = POLARITIES[judged.label[i]].value
            return tuple(
                Reason(ReasonKind.WORDS, label, round(weight, 4), shown[i][slice(*span)], span)
                for span, weight in words(passages[i].folded, passages[i].holes, values)
            )

        return readings(judged, self.sure, self._name, reasons, self._satisfied(encoder, scores, judged.trust))

    def _satisfied(self, encoder: Floats, scores: Scores, trust: Floats) -> list[Satisfaction] | None:
        if self._satisfaction is None:
            return None
        return self._satisfaction.read(encoder[:, self._placed[SATISFACTION][1]], scores, trust)

    def _blended(self, encoder: Floats, scores: Scores) -> Mapping[str, Floats]:
        """z of the product's own heads."""
        return {
            name: head.blended(encoder[:, columns], self._linear_logits(name, scores))
            for name, (head, columns) in self._placed.items()
            if name in OWN
        }

    def _linear_logits(self, name: str, scores: Scores) -> Floats | None:
        if name in OWN:
            return scores.logits[:, OWN[name]]
        if self._packed is None:
            return None
        if self._families is None:  # two threads may both read it: they read the same
            labels = {name: len(head.labels) for name, (head, _) in self._placed.items()}
            self._families = unpack_families(self._packed, labels, len(self._weights.hashes), self._name)
        return self._families.logits(name, scores)

    def _trust(
        self,
        passages: Sequence[Passage],
        before: Sequence[tuple[Line, ...]],
        heard: Sequence[Impression],
        scores: Scores,
    ) -> Floats:
        counts = han_counts(scores, len(self._weights.hashes))
        trust = [
            legible(p, c, h.known) * (1.0 if lines else alone(p))
            for p, c, h, lines in zip(passages, counts, heard, before, strict=True)
        ]
        return np.array(trust, dtype=np.float32)

    def _heard(self, passage: Passage, heard: Impression, label: int, rival: int) -> list[float]:
        """What each character adds to the blended log-odds of ``label`` over ``rival`` by the encoder's account."""
        scale = np.float32(self._blend.polarity_scale * self._polarity.encoder)
        added = (heard.shares[:, label] - heard.shares[:, rival]) * scale
        return spread(passage.folded, heard.places.tolist(), added.tolist())

    def _check_own(self) -> None:
        """The product's own heads must be there, with the labels of this program."""
        needed = {"polarity": len(POLARITIES), "emotion": len(EMOTIONS), "sarcasm": 1, "intensity": 1}
        said: dict[str, list[str]] = {"polarity": [p.value for p in POLARITIES], "emotion": [e.value for e in EMOTIONS]}
        for name, count in needed.items():
            labels = self._placed[name][0].labels if name in self._placed else []
            if len(labels) != count or labels != said.get(name, labels):
                raise ArtefactError(
                    f"{self._name}: heads.json has no head {name} with this program's labels; export it"
                )


def _before(passages: Sequence[Passage], before: Before | None) -> list[tuple[Line, ...]]:
    return [()] * len(passages) if before is None else [tuple(lines) for lines in before]


def _add(values: list[float], scores: Scores, i: int, added: Floats) -> None:
    """Puts the linear part's shares of passage ``i`` to those of its characters."""
    found = scores.signs
    own = slice(int(found.starts[i]) + 1, int(found.starts[i]) + int(found.lengths[i]))
    for place, share in zip(found.places[own].tolist(), added[own].tolist(), strict=True):
        values[place] += share
