"""The configuration of the risk weights: facts, their ramps, and which are fitted or set by judgement."""

from pathlib import Path

import msgspec
import yaml

from zhiyin.domain.errors import SetupError
from zhiyin.training.config import HERE

RISK_CONFIG = HERE / "risk.yaml"


class FittedTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fact: str
    start: float
    full: float
    sign: int
    phrase: str


class PriorTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fact: str
    start: float
    full: float
    weight: float
    phrase: str
    why: str


class Errors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shares of turns that a reader of feelings takes for something else, 0-1."""

    neutral_as_negative: float
    negative_as_neutral: float


NO_ERRORS = Errors(0.0, 0.0)


class RiskConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    version: str
    seed: int
    sets: list[str]
    bad_label: int
    penalty: float
    prevalence: float
    valence: dict[str, float]
    intensity: dict[str, float]
    errors: Errors
    fitted: list[FittedTerm]
    prior: list[PriorTerm]


def load_risk_config(path: Path = RISK_CONFIG) -> RiskConfig:
    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), RiskConfig)
    except (msgspec.ValidationError, yaml.YAMLError, OSError) as error:
        raise SetupError(f"risk configuration {path.name}: {error}; compare it with risk.yaml") from error
