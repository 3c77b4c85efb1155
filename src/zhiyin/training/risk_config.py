"""The configuration of the risk weights: facts, their shapes, and which are fitted or set by judgement."""

from pathlib import Path

import msgspec
import yaml

from zhiyin.domain.errors import SetupError
from zhiyin.domain.foresight import Driver
from zhiyin.domain.reading import Polarity
from zhiyin.training.config import HERE

RISK_CONFIG = HERE / "risk.yaml"


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a fact may count: piecewise linear between ``knots``, nothing at ``zero`` (one of the knots), one way only.

    ``sign`` is 1 where more of the fact speaks for a bad end, -1 where it speaks against it, 0 where it may do either.
    ``worse`` and ``better`` are the phrases for people. ``agents``: known only where agents' turns are marked too.
    """

    fact: str
    knots: list[float]
    zero: float
    sign: int
    driver: Driver
    worse: str = ""
    better: str = ""
    agents: bool = False


class PriorTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fact: str
    start: float
    full: float
    weight: float
    phrase: str
    why: str
    driver: Driver


class Shares(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shares of bad and of good ends, 0-1."""

    bad: float
    good: float


class Marked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Valence (-1..1) and intensity (0..1) that stand for a turn which people marked."""

    valence: dict[Polarity, float]
    intensity: dict[Polarity, float]


class RiskConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    version: str
    seed: int
    sets: list[str]
    penalty: float
    assumed: Shares
    marked: Marked
    ahead: list[int]
    shapes: list[Shape]
    course: list[str]
    prior: list[PriorTerm]


def load_risk_config(path: Path = RISK_CONFIG) -> RiskConfig:
    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), RiskConfig)
    except (msgspec.ValidationError, yaml.YAMLError, OSError) as error:
        raise SetupError(f"risk configuration {path.name}: {error}; compare it with risk.yaml") from error
