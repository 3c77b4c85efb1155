"""Evaluation plan: which head scores a set, by what measure and against what, read from ``evaluate.yaml``."""

from enum import StrEnum
from pathlib import Path

import msgspec
import yaml

from zhiyin.domain.errors import SetupError
from zhiyin.training.config import HERE

EVALUATION = HERE / "evaluate.yaml"


class Measure(StrEnum):
    ACCURACY = "accuracy"
    MACRO_F1 = "macro_f1"
    MANY_F1 = "many_f1"
    """Mean F1 over labels of which a text may have several."""
    RANK_CORRELATION = "rank_correlation"


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question asked of a set. ``floor``, ``must`` and ``aim`` are percent of ``measure`` on the test part."""

    head: str
    measure: Measure
    map: str = ""
    """Name of a map from the set's labels to the head's; empty: they are the same."""
    strength: str = ""
    """How a number is read as a share; see ``datasets.strength`` and ``encoder.lessons.valence``."""
    context: str = ""
    """Where the turns before come from; see ``encoder.lessons.contexts``."""
    label: str = "label"
    floor: float | None = None
    must: float | None = None
    aim: float | None = None
    baseline: str = ""


class Unseen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names by which the layout and the labels of a set that nobody named are recognised."""

    text: list[str]
    context: list[str]
    speaker: list[str]
    said: list[str]
    fields: dict[str, list[str]]
    any: list[str]
    agents: list[str]
    customers: list[str]
    labels: dict[str, dict[str, list[str]]]
    numbers: list[dict[str, str]]


class EvaluationPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seed: int
    baselines: dict[str, str]
    sets: dict[str, list[Task]]
    skip: dict[str, str]
    maps: dict[str, dict[str, str]]
    unseen: Unseen


def load_evaluation_plan(path: Path = EVALUATION) -> EvaluationPlan:
    """SetupError, with the place, if a field is missing, unknown or of the wrong type."""
    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), EvaluationPlan)
    except (msgspec.ValidationError, yaml.YAMLError, OSError) as error:
        raise SetupError(f"evaluation plan {path.name}: {error}; compare it with evaluate.yaml") from error
