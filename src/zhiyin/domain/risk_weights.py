"""RiskWeights: how much each fact speaks for a bad end. Additive, so that a supervisor can argue with it."""

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    FITTED = "fitted"
    """Learned from dialogues with a known end."""
    PRIOR = "prior"
    """Set by judgement, for facts that the training dialogues do not hold."""


@dataclass(frozen=True, slots=True)
class RiskTerm:
    """Adds ``weight`` times a ramp of the fact: 0 at ``start`` and before, 1 at ``full`` and beyond, linear between.

    ``full`` may lie below ``start`` (a ramp for falling values). ``weight`` is in log-odds.
    ``phrase`` is shown to people and may hold ``{value}``, ``{percent}`` or ``{duration}`` (``pipeline.wording``).
    """

    fact: str
    weight: float
    start: float
    full: float
    phrase: str
    basis: Basis = Basis.PRIOR


@dataclass(frozen=True, slots=True)
class RiskWeights:
    """Log-odds of a bad end = ``bias`` + the sum of the terms."""

    name: str
    bias: float
    terms: tuple[RiskTerm, ...]
