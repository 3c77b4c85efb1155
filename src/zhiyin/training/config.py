"""The configuration of the linear model's training: the part ``ngrams`` of the one file, ``train.yaml``."""

import os
from pathlib import Path

import msgspec

from zhiyin.domain.errors import SetupError
from zhiyin.domain.reading import Emotion, Polarity

DATA_VARIABLE = "ZHIYIN_DATA"
HERE = Path(__file__).parent
OWN = HERE / "data"


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    smallest: int
    most: int


class Fit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rounds: int
    penalty: dict[str, float]


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    least: float
    enough: float


class CalibrationPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    target: float
    floor: float
    polarity_sets: list[str]
    emotion_sets: list[str]
    sarcasm_sets: list[str]
    known: Known
    agreement: dict[Emotion, dict[Polarity, float]]
    strength: dict[Emotion, float]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One public set and what it teaches: names of maps, or of the two special readers of strength."""

    set: str
    weight: float
    polarity: str = ""
    emotion: str = ""
    sarcasm: str = ""
    intensity: str = ""
    emotion_weight: float | None = None
    limit: int | None = None


class Sentences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    file: str
    weight: float


class Templates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    file: str
    per_label: int
    weight: float


class Lines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    file: str
    limit: int


class Distant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    file: str
    weight: float
    sarcasm_weight: float
    calm_share: float
    lines: list[Lines]


class Own(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sentences: Sentences
    sayings: float
    """Weight of a saying that needs no context; the linear model sees none."""
    templates: Templates
    distant: Distant


class NgramConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seed: int
    longest: int
    vocabulary: Vocabulary
    fit: Fit
    calibration: CalibrationPlan
    emotion_maps: dict[str, dict[str, str]]
    polarity_maps: dict[str, dict[str, str]]
    sarcasm_maps: dict[str, dict[str, int]]
    sources: list[Source]
    own: Own


def data_folder() -> Path:
    """The folder that holds ``text/`` and ``unlabelled/``, named by the environment."""
    named = os.environ.get(DATA_VARIABLE)
    if not named:
        raise SetupError(f"{DATA_VARIABLE} is not set: set it to the folder with text/ and unlabelled/")
    folder = Path(named)
    if not (folder / "text").is_dir():
        raise SetupError(f"{DATA_VARIABLE}: no folder text/ in it; see docs/models.md for the expected layout")
    return folder
