"""The training configuration: read from one YAML file, every field required, unknown ones refused."""

from enum import StrEnum
from pathlib import Path

import msgspec
import yaml

from zhiyin.domain.errors import SetupError
from zhiyin.training.config import HERE, CalibrationPlan, NgramConfig

TRAIN_CONFIG = HERE / "train.yaml"


class HeadKind(StrEnum):
    CLASSES = "classes"
    """One of the labels."""
    SHARES = "shares"
    """Each label by itself, a share in 0-1."""


class Measure(StrEnum):
    """What a head is judged by, where labels are rare: macro-F1 asks for them more often than accuracy does."""

    ACCURACY = "accuracy"
    MACRO_F1 = "macro_f1"


class Input(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Limits in pieces, ``begin`` and ``end`` not counted."""

    latin: int
    longest: int
    context: int


class Learning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    frozen_layers: int
    dropout: float
    batch: int
    """Texts a step."""
    save_every: int
    """Steps between checkpoints."""
    warm_up: float
    """Share of a run's steps in which the rate rises."""
    decay: float
    smoothing: float
    word_dropout: float
    """Share of a turn's pieces that are hidden, so that no single word decides."""


class HeadPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: HeadKind
    labels: list[str]
    measure: Measure


class Teaching(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one set teaches one head: label of the set -> label of the head (the same, where ``map`` is empty)."""

    head: str
    map: str = ""
    weight: float = 1.0


class Lessons(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    set: str
    teaches: list[Teaching]
    limit: int | None = None
    times: float = 1.0
    context: str = ""
    """Where the turns before come from: ``pairs`` or ``topic`` of the row, rows of its ``dialogue``, the ``order``."""
    label: str = "label"


class OwnPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Our own sayings and sentences, the word patterns over unlabelled lines, and what they teach."""

    sayings: float
    sentences: float
    lines: int
    line_weight: float


class LinearPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The linear side of the families: L2 penalty, L-BFGS rounds, n-grams kept a head, characters read of a text."""

    penalty: float
    rounds: int
    rows: int
    longest: int


class RunPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One run over the lessons, from the weights that the run before left. Each draws other rows of the same sets."""

    name: str
    """Names its checkpoint."""
    steps: int
    """At most so many; the rest of the shuffled texts is left out."""
    rate: float
    head_rate: float
    own: OwnPlan
    limits: dict[str, int]
    """Set -> rows of it, some twice if it has fewer; sets not named are left out. Empty: as the sources say."""


class CascadePlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``cost``: seconds of the fast reader per second of the full one. ``sarcasm`` and ``context``: see ``Band``."""

    sets: list[str]
    cost: float
    sarcasm: float
    context: float


class EncoderConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    version: str
    seed: int
    input: Input
    learning: Learning
    maps: dict[str, dict[str, str]]
    heads: dict[str, HeadPlan]
    sources: list[Lessons]
    runs: list[RunPlan]
    dev_rows: int
    """Rows of each dev part, sampled, that blends and calibration are chosen on."""
    sure: float
    linear: LinearPlan
    calibration: CalibrationPlan
    cascade: CascadePlan
    ngrams: NgramConfig


def load_encoder_config(path: Path = TRAIN_CONFIG) -> EncoderConfig:
    """SetupError, with the place, if a field is missing, unknown or of the wrong type."""
    try:
        return msgspec.convert(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader), EncoderConfig)
    except (msgspec.ValidationError, yaml.YAMLError, OSError) as error:
        raise SetupError(f"training configuration {path.name}: {error}; compare it with train.yaml") from error
