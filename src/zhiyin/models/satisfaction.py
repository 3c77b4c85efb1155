"""Satisfaction of a turn: the head for it, which a text model asks beside its own, with a calibration of its own.

The artefact ``satisfaction-zh-*`` holds no weights: they are in the text artefact (``heads.npz``, ``families.npz``). It
says how the two parts are blended and names, by their SHA-256, the files it was fitted for. With any other text
artefact the full model takes the numbers of that artefact's own head, and the fast one gives no satisfaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import msgspec
import numpy as np

from zhiyin.domain.features import Features
from zhiyin.domain.reading import Reading
from zhiyin.domain.satisfaction import Satisfaction
from zhiyin.domain.utterance import Role
from zhiyin.models.families import Families
from zhiyin.models.golden import GoldenLine
from zhiyin.models.heads import Head
from zhiyin.models.weights import Floats, Scores

HEAD = "satisfaction"
LABELS = ["negative", "neutral", "positive"]
"""As the head of the text artefact names them: dissatisfied, neutral, satisfied."""
_PLAIN = np.array([0.2, 0.6, 0.2], dtype=np.float32)
"""What is said of a text that cannot be read, as of its polarity: most likely neutral, level 0."""


class SatisfactionScales(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """z = ``encoder`` * encoder's logits + ``linear`` * n-grams' logits; of the fast reader ``fast`` * n-grams' logits.

    No offsets: on dev they followed the mix of labels of its 33 dialogues and lost 5 points on dialogues kept apart.
    """

    fits: dict[str, str]
    """File of the text artefact -> SHA-256 in hex."""
    encoder: float
    linear: float
    fast: float

    def fit(self, files: Mapping[str, str]) -> bool:
        """Whether the files of a text artefact (name -> SHA-256) are those that this was fitted for."""
        return all(files.get(name) == digest for name, digest in self.fits.items())


class SatisfactionGolden(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``text`` is masked and folded; ``full`` and ``fast``: dissatisfied, neutral, satisfied by each reader."""

    text: str
    holes: list[tuple[int, int]]
    before: list[GoldenLine]
    full: tuple[float, float, float]
    fast: tuple[float, float, float]


class SatisfactionReader:
    """Safe for many threads; of each text the same bits, whatever its neighbours."""

    def __init__(self, head: Head, linear: Families | None) -> None:
        """``linear``: None where the n-grams have nothing to say of it."""
        self._head = head
        self._linear = linear

    def read(self, encoder: Floats | None, scores: Scores, trust: Floats) -> list[Satisfaction]:
        """``encoder``: its logits, texts x labels; None if only the n-grams are asked. ``trust``: see ``judge``."""
        linear = None if self._linear is None else self._linear.logits(HEAD, scores)
        heard = np.zeros((len(trust), len(LABELS)), dtype=np.float32) if encoder is None else encoder
        p = self._head.probabilities(self._head.blended(heard, linear))
        weight = trust[:, None]
        return [Satisfaction(*row) for row in (weight * p + (1 - weight) * _PLAIN).tolist()]


def customers_only(batch: Sequence[Features], readings: Sequence[Reading]) -> list[Reading]:
    """The readings without the satisfaction of whoever is no customer: the marks that taught it are of customers."""
    return [
        reading if item.masked.origin.role is Role.CUSTOMER else replace(reading, satisfaction=None)
        for item, reading in zip(batch, readings, strict=True)
    ]


def full_reader(
    head: Head | None, scales: SatisfactionScales | None, linear: Families | None
) -> SatisfactionReader | None:
    """The reader beside the encoder; ``scales`` only where they fit. None if the artefact has no such head."""
    if head is None or head.labels != LABELS:
        return None
    return SatisfactionReader(head if scales is None else _scaled(head, scales.encoder, scales.linear), linear)


def fast_reader(
    head: Head | None, scales: SatisfactionScales | None, linear: Families | None
) -> SatisfactionReader | None:
    """The reader of the n-grams alone; None without ``scales``, since the head's own numbers are of the blend."""
    if head is None or head.labels != LABELS or scales is None or linear is None:
        return None
    return SatisfactionReader(_scaled(head, 0.0, scales.fast), linear)


def _scaled(head: Head, encoder: float, linear: float) -> Head:
    return msgspec.structs.replace(head, encoder=encoder, linear=linear, offset=[0.0] * len(LABELS))
