"""The cascade: a fast model reads everything, and the full model reads again what the fast one is not sure of."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zhiyin.domain.errors import ArtefactError
from zhiyin.domain.features import Features
from zhiyin.domain.reading import Emotion, Reading
from zhiyin.domain.utterance import Role
from zhiyin.models import registry
from zhiyin.models.manifest import read_manifest
from zhiyin.models.named import NamedTextModel
from zhiyin.seams import TextModel

KIND = registry.ENCODER_KIND
"""Artefacts of this kind hold two readers: the transformer, and the linear model that reads fast."""
SURE, SARCASM, CONTEXT, EMOTION = "cascade_sure", "cascade_sarcasm", "cascade_context", "cascade_emotion"
"""Thresholds of the manifest. The last two may be left out."""
DECIDING = frozenset({Emotion.ANGRY, Emotion.ANXIOUS, Emotion.SAD, Emotion.DISAPPOINTED})
"""Emotions that call for an action of their own: they are what policies ask for and what reports warn of."""


@dataclass(frozen=True, slots=True)
class Band:
    """Which readings of the fast model stand. All bounds are probabilities, 0-1; training chooses them.

    ``sure``: its polarity must be at least so probable. That includes legibility, because a text foreign to the model
    gets a flat distribution. ``context``: the same bound for turns with something said before them, which a reader of
    single turns may misunderstand. ``sarcasm``: must be less probable than this. ``emotion``: a deciding emotion must
    be at least so probable.
    """

    sure: float
    sarcasm: float
    context: float
    emotion: float = 0.0

    def holds(self, features: Features, reading: Reading) -> bool:
        """Turns that no customer said always stand: no mood is counted for them and no action hangs on them."""
        if features.masked.origin.role is not Role.CUSTOMER:
            return True
        sure = max(self.sure, self.context) if features.context else self.sure
        return (
            reading.confidence >= sure
            and reading.sarcasm < self.sarcasm
            and (reading.emotion not in DECIDING or reading.emotions[reading.emotion] >= self.emotion)
        )


@dataclass(frozen=True, slots=True)
class CascadeTextModel:
    """Behind ``seams.TextModel``. A reading's ``model`` tells which of the two read it: count by it, also over several
    processes. Holds no state, so what an item gets depends on nothing but the item."""

    first: TextModel
    full: TextModel
    band: Band
    name: str

    def read(self, batch: Sequence[Features]) -> list[Reading]:
        """One reading per item, in order."""
        readings = self.first.read(batch)
        again = [i for i, item in enumerate(batch) if not self.band.holds(item, readings[i])]
        if again:
            for i, reading in zip(again, self.full.read([batch[i] for i in again]), strict=True):
                readings[i] = reading
        return readings


def cascade_from(folder: Path | None = None, full: TextModel | None = None) -> CascadeTextModel:
    """The cascade of an artefact folder, or of the shipped one; ``full`` is its full model where already loaded.

    ArtefactError if the artefact holds one reader only, names no band, or is not what it says it is.
    """
    band = read_band(folder)
    full = full or registry.load_text_model(folder)
    return CascadeTextModel(fast_from(folder), full, band, f"{full.name}/cascade")


def fast_from(folder: Path | None = None) -> TextModel:
    """The fast reader of an artefact folder, or of the shipped one. ArtefactError as ``load_linear`` raises it."""
    model = registry.load_linear(_shipped(folder))
    return NamedTextModel(model, f"{model.name}/fast")


def read_band(folder: Path | None = None) -> Band:
    """From the manifest alone. ArtefactError if it speaks of one reader only, or a threshold is missing or wrong."""
    manifest = read_manifest(_shipped(folder), KIND)
    found = manifest.thresholds
    for key in (SURE, SARCASM):
        if key not in found:
            raise ArtefactError(f"{manifest.full_name}: the manifest names no threshold {key!r}; export it again")
    for key in (SURE, SARCASM, CONTEXT, EMOTION):
        if not 0 <= found.get(key, 0) <= 1:
            raise ArtefactError(f"{manifest.full_name}: threshold {key!r} is {found[key]}, which is not within 0-1")
    return Band(found[SURE], found[SARCASM], found.get(CONTEXT, 0.0), found.get(EMOTION, 0.0))


def _shipped(folder: Path | None) -> Path:
    return folder or registry.ARTEFACTS / registry.TEXT_DEFAULT
