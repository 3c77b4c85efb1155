"""RiskWeights: how much each fact speaks for a bad end. Additive, so that a supervisor can argue with it."""

from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.foresight import Driver, Lead


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
    driver: Driver = Driver.EMOTION


@dataclass(frozen=True, slots=True)
class RiskCurve:
    """Adds what its ``points`` (value of the fact, log-odds), sorted by value, give: linear between, flat beyond.

    ``worse`` and ``better`` are the phrases for values that add to the risk and that take from it.
    """

    fact: str
    points: tuple[tuple[float, float], ...]
    worse: str
    better: str
    driver: Driver = Driver.EMOTION


@dataclass(frozen=True, slots=True)
class Additive:
    """Log-odds = ``bias`` + the sum of the curves."""

    bias: float
    curves: tuple[RiskCurve, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """Weights for a conversation that is over. ``bias`` and ``fine`` as in ``RiskWeights``."""

    bias: float
    fine: float
    curves: tuple[RiskCurve, ...]


@dataclass(frozen=True, slots=True)
class AheadWeights:
    """For the polarity of the customer ``turns`` customer turns from now."""

    turns: int
    negative: Additive
    positive: Additive


@dataclass(frozen=True, slots=True)
class ForesightWeights:
    """What goes beyond the risk. ``leads`` say, from a number of customer turns on, how many are still to come."""

    after: Ending
    ahead: tuple[AheadWeights, ...]
    leads: tuple[tuple[int, Lead], ...]


@dataclass(frozen=True, slots=True)
class RiskWeights:
    """A proportional-odds model (McCullagh 1980) of how a conversation ends: badly, neither, or well.

    With s the sum of terms and curves, the log-odds of a bad end are ``bias`` + s, and those of an end that is not a
    good one ``fine`` + s; so ``fine`` is the larger. ``fine`` None: only the bad end is known.
    """

    name: str
    bias: float
    terms: tuple[RiskTerm, ...] = ()
    curves: tuple[RiskCurve, ...] = ()
    fine: float | None = None
    foresight: ForesightWeights | None = None
