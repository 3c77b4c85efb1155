"""Weigher: risk weights laid out so that one look at each fact serves the risk and the course ahead.

It gives what ``risk.log_odds_of`` gives, several times faster: it runs on every turn, live and in back-tests.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhiyin.domain.foresight import Driver
from zhiyin.domain.risk_weights import RiskCurve, RiskTerm, RiskWeights

Known = Mapping[str, object]
Heights = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one curve or term adds to the log-odds, and the pattern that says it."""

    fact: str
    driver: Driver
    weight: float
    phrase: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """``ahead`` holds the log-odds of negative and positive, in turn, for each horizon of the weights."""

    log_odds: float
    parts: tuple[Part, ...]
    ahead: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Shared:
    """Curves of one fact over the same knots: ``risk`` and those of the course, by their place in ``ahead``."""

    fact: str
    knots: Heights
    risk: tuple[RiskCurve, Heights] | None
    course: tuple[tuple[int, Heights], ...]


class Weigher:
    """Made once for a set of weights."""

    def __init__(self, weights: RiskWeights) -> None:
        self.weights = weights
        horizons = weights.foresight.ahead if weights.foresight else ()
        self._sides = tuple(side for horizon in horizons for side in (horizon.negative, horizon.positive))
        self._biases = tuple(side.bias for side in self._sides)
        self._shared = _shared(weights.curves, [side.curves for side in self._sides])

    def weigh(self, known: Known) -> Weighed:
        """A missing fact, or one that is not a number, adds nothing."""
        parts: list[Part] = []
        log_odds = self.weights.bias
        ahead = list(self._biases)
        for shared in self._shared:
            value = known.get(shared.fact)
            if isinstance(value, int | float):
                low, high, share = _between(shared.knots, value)
                for place, heights in shared.course:
                    ahead[place] += heights[low] + (heights[high] - heights[low]) * share
                if shared.risk:
                    curve, heights = shared.risk
                    added = heights[low] + (heights[high] - heights[low]) * share
                    if added:
                        log_odds += added
                        parts.append(Part(shared.fact, curve.driver, added, curve.worse if added > 0 else curve.better))
        for term in self.weights.terms:
            added = _term(term, known.get(term.fact))
            if added:
                log_odds += added
                parts.append(Part(term.fact, term.driver, added, term.phrase))
        return Weighed(log_odds, tuple(parts), tuple(ahead))

    def log_odds(self, known: Known) -> float:
        """What ``weigh`` gives under that name, without the rest."""
        total = self.weights.bias
        for shared in self._shared:
            value = known.get(shared.fact)
            if shared.risk and isinstance(value, int | float):
                low, high, share = _between(shared.knots, value)
                heights = shared.risk[1]
                total += heights[low] + (heights[high] - heights[low]) * share
        for term in self.weights.terms:
            total += _term(term, known.get(term.fact))
        return total


def ramp(value: float, start: float, full: float) -> float:
    """0 at ``start`` and before, 1 at ``full`` and beyond, linear between; falling when ``full`` < ``start``."""
    if start == full:
        return float(value >= full)
    share = (value - start) / (full - start)
    return 0.0 if share <= 0 else min(share, 1.0)


def _term(term: RiskTerm, value: object) -> float:
    return term.weight * ramp(value, term.start, term.full) if isinstance(value, int | float) else 0.0


def _between(knots: Heights, value: float) -> tuple[int, int, float]:
    """The knots on either side of ``value``, and how far it lies between them; one knot beyond the ends."""
    place = bisect_right(knots, value)
    if place == 0:
        return 0, 0, 0.0
    if place == len(knots):
        return place - 1, place - 1, 0.0
    low, high = knots[place - 1], knots[place]
    return place - 1, place, (value - low) / (high - low)


def _shared(risk: Sequence[RiskCurve], course: Sequence[Sequence[RiskCurve]]) -> tuple[_Shared, ...]:
    """In the order of the risk's curves, then of those that only the course has."""
    found: dict[tuple[str, Heights, int], tuple[list[tuple[RiskCurve, Heights]], list[tuple[int, Heights]]]] = {}
    for number, curve in enumerate(risk):
        # Two curves of one fact over the same knots stay two: each has words of its own.
        twice = sum(c.fact == curve.fact and _knots(c) == _knots(curve) for c in risk[:number])
        found[curve.fact, _knots(curve), twice] = ([(curve, _heights(curve))], [])
    for place, curves in enumerate(course):
        for curve in curves:
            key = (curve.fact, _knots(curve), 0)
            found.setdefault(key, ([], []))[1].append((place, _heights(curve)))
    return tuple(
        _Shared(fact, knots, own[0] if own else None, tuple(foreseen))
        for (fact, knots, _), (own, foreseen) in found.items()
    )


def _knots(curve: RiskCurve) -> Heights:
    return tuple(x for x, _ in curve.points)


def _heights(curve: RiskCurve) -> Heights:
    return tuple(y for _, y in curve.points)
