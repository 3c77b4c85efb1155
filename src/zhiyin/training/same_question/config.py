"""The configuration of the question model's training: one YAML file, every field required, unknown ones refused."""

from pathlib import Path

import msgspec
import yaml

from zhiyin.domain.errors import SetupError
from zhiyin.training.config import HERE

QUESTION_CONFIG = HERE / "question.yaml"


class Size(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers per piece, per comparison, and in the last hidden layer."""

    width: int
    views: int
    judges: int


class QuestionLearning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    epochs: int
    batch: int
    rate: float
    piece_rate: float
    """Of the table of pieces and their worth, which start from what the encoder knows."""
    decay: float
    dropout: float
    hidden_pieces: float
    """Share of pieces read as unknown, so that no single word decides."""
    warm_up: int
    """Steps in which the rates rise."""


class Made(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pairs made from the questions at hand, so many an epoch, and what they are made with."""

    own_same: float
    """How often an epoch holds each own pair that asks the same."""
    own_different: int
    strangers: int
    """Questions of different groups or sets."""
    wrapped: int
    """A question and itself in other company."""
    renumbered: int
    """A question and itself with another plain number."""
    turned: int
    """A question and itself with the opposite word."""
    before: list[str]
    after: list[str]
    opposites: list[list[str]]


class LinesFrom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An unlabelled file and how many of its lines teach."""

    file: str
    limit: int


class QuestionConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    version: str
    seed: int
    threads: int
    set: str
    held: int
    """Rows of the train part that are not learned from: they set the threshold and the calibration."""
    latin: int
    """Latin pieces in the table, as in the text model's configuration."""
    alarms: float
    """Share of different pairs that live use may call the same."""
    compared: int
    """Train rows on which the thresholds of the slow rivals are chosen."""
    size: Size
    learning: QuestionLearning
    made: Made
    lines: list[LinesFrom]
    golden: list[list[str]]


def load_question_config(path: Path = QUESTION_CONFIG) -> QuestionConfig:
    """SetupError names what is wrong in the file."""
    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), QuestionConfig)
    except (msgspec.ValidationError, yaml.YAMLError, OSError) as error:
        raise SetupError(f"question configuration {path.name}: {error}; compare it with question.yaml") from error
