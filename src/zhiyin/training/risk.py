"""Risk weights: fitted on dialogues with a known end, with priors for what those dialogues do not hold."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from zhiyin.domain.foresight import Lead
from zhiyin.domain.risk_weights import (
    Additive,
    AheadWeights,
    Basis,
    Ending,
    ForesightWeights,
    RiskTerm,
    RiskWeights,
)
from zhiyin.training.risk_config import RiskConfig, Shape
from zhiyin.training.risk_fit import Numbers, fit_chance, fit_ends
from zhiyin.training.risk_moments import Moment
from zhiyin.training.risk_shapes import Column, Floats, columns, curves, design

_LEAD_FROM = (1, 2, 3, 4, 6, 8, 12, 16, 24)
"""Numbers of customer turns from which on what is left is told anew."""


@dataclass(frozen=True, slots=True)
class Biases:
    """Of the log-odds of a bad end, and of one that is not good."""

    bias: float
    fine: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """``weights`` have the biases of the assumed shares; ``here`` and ``after`` those of each set as it is."""

    weights: RiskWeights
    here: Mapping[str, Biases]
    after: Mapping[str, Biases]

    def at_home(self, name: str) -> RiskWeights:
        """The weights without priors and with the biases of one of the sets, to be measured there."""
        foresight = self.weights.foresight
        own, end = self.here[name], self.after[name]
        if foresight:
            foresight = replace(foresight, after=replace(foresight.after, bias=end.bias, fine=end.fine))
        return replace(self.weights, bias=own.bias, fine=own.fine, terms=(), foresight=foresight)


def fit_risk(config: RiskConfig, known: Sequence[Moment], *, agents: bool) -> Fitted:
    """``agents``: with the facts that need the turns of agents to be marked or read."""
    shapes = [s for s in config.shapes if agents or not s.agents]
    during, here = _ends(config, shapes, known)
    ended = [m for m in known if m.last]
    after, there = _ends(config, shapes, ended)
    foresight = ForesightWeights(
        after=Ending(*_moved(config, ended, there), curves(shapes, after)),
        ahead=tuple(_ahead(config, going_on, turns) for turns in config.ahead if (going_on := _going_on(known, turns))),
        leads=leads(known),
    )
    bias, fine = _moved(config, ended, here)
    weights = RiskWeights(
        name=f"{config.name}-{config.version}",
        bias=bias,
        fine=fine,
        curves=curves(shapes, during),
        terms=tuple(RiskTerm(t.fact, t.weight, t.start, t.full, t.phrase, Basis.PRIOR, t.driver) for t in config.prior),
        foresight=foresight,
    )
    return Fitted(weights, here, there)


def leads(known: Sequence[Moment]) -> tuple[tuple[int, Lead], ...]:
    """Quartiles of the customer turns still to come, by how many there have been."""
    left: defaultdict[int, list[int]] = defaultdict(list)
    for m in known:
        if not m.last:
            said = m.facts["customer_turns"]
            left[max(t for t in _LEAD_FROM if t <= said)].append(len(m.marks))
    return tuple(
        (turns, Lead(*(int(q) for q in np.percentile(found, [25, 50, 75])))) for turns, found in sorted(left.items())
    )


def importance(known: Sequence[Moment]) -> Floats:
    """Each dialogue counts the same, and so does each moment within it: a promise is to hold whenever it is made."""
    moments = Counter(m.dialogue for m in known)
    return np.array([1 / moments[m.dialogue] for m in known]) / len(moments)


def _ends(config: RiskConfig, shapes: Sequence[Shape], known: Sequence[Moment]) -> tuple[Floats, dict[str, Biases]]:
    """Weights of the columns, and the biases of each set."""
    chosen = columns(shapes)
    ends: Numbers = np.array([m.satisfaction for m in known])
    groups: Numbers = np.array([config.sets.index(m.set) for m in known])
    flat = fit_ends(design(chosen, known), ends, groups, importance(known), chosen, config.penalty)
    low, gap = flat[len(chosen) : -len(config.sets)], np.exp(flat[-len(config.sets) :])
    biases = {name: Biases(float(a), float(a + g)) for name, a, g in zip(config.sets, low, gap, strict=True)}
    return flat[: len(chosen)], biases


def _moved(config: RiskConfig, ended: Sequence[Moment], biases: Mapping[str, Biases]) -> tuple[float, float]:
    """The biases, moved from each set's shares of ends to the assumed ones, mean over the sets."""
    bias, fine = [], []
    for name, own in biases.items():
        ends = [m.satisfaction for m in ended if m.set == name]
        if ends:
            bias.append(own.bias - _logit(ends.count(1) / len(ends)))
            fine.append(own.fine - _logit(1 - ends.count(3) / len(ends)))
    low, high = (
        float(np.mean(bias)) + _logit(config.assumed.bad),
        float(np.mean(fine)) + _logit(1 - config.assumed.good),
    )
    return round(low, 3), round(high, 3)


def _going_on(known: Sequence[Moment], turns: int) -> list[Moment]:
    """Moments after which the dialogue goes on for so many customer turns."""
    return [m for m in known if len(m.marks) >= turns and not m.last]


def _ahead(config: RiskConfig, going_on: Sequence[Moment], turns: int) -> AheadWeights:
    shapes = [s for s in config.shapes if s.fact in config.course]
    marks = [m.marks[turns - 1] for m in going_on]
    negative = _chance(config, shapes, going_on, np.array([float(mark == "1") for mark in marks]), columns(shapes))
    positive = _chance(config, shapes, going_on, np.array([float(mark == "3") for mark in marks]), _turned(shapes))
    return AheadWeights(turns, negative, positive)


def _chance(
    config: RiskConfig, shapes: Sequence[Shape], known: Sequence[Moment], hit: Floats, chosen: Sequence[Column]
) -> Additive:
    w = np.full(len(known), 1 / len(known))
    flat = fit_chance(design(chosen, known), hit, w, chosen, config.penalty)
    return Additive(round(float(flat[-1]), 3), curves(shapes, flat[:-1], silent=True))


def _turned(shapes: Sequence[Shape]) -> list[Column]:
    """What makes a bad turn likelier makes a good one less likely."""
    return [replace(column, sign=-column.sign) for column in columns(shapes)]


def _logit(p: float) -> float:
    return math.log(p / (1 - p))
