"""Measure: how well log-odds foretold known ends, with bootstrap intervals (Efron and Tibshirani 1993).

Conversations are drawn, not moments: those of one conversation share one end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from zhiyin.domain.refit_report import Estimate, RefitSide, RefitTenth, RefitTier
from zhiyin.domain.warning_report import WARNING_TIERS
from zhiyin.engine.refit.fit import chance
from zhiyin.engine.refit.past import Floats, Past, Places

DRAWS = 1000
_SEED = 7
"""Fixed: the same store gives the same intervals."""
_TENTHS = 10
_FIGURES = 3
"""Log loss, Brier score, AUC; then precision, recall and false alarms of each tier, then each tenth's bad ends."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """What some weights foretold of ``past``. Per conversation, its moments together counting once."""

    past: Past
    loss: Floats
    brier: Floats
    final: Floats
    """Risk at the last moment."""
    warned: Floats
    """Conversations x tiers: 1 where the tier was reached."""
    of: Places
    worse: Floats
    """What each moment counts among those of bad ends; ``other``: among those of other ends."""
    other: Floats
    ranks: Places
    """Of each moment, by its log-odds; equal ones share a rank."""

    def figures(self, drawn: Floats) -> Floats:
        """All figures when each conversation counts ``drawn`` times; NaN where there is nothing to go by."""
        bad = drawn * self.past.bad
        n, ends = drawn.sum(), bad.sum()
        warned, hits = drawn @ self.warned, bad @ self.warned
        tenth = np.minimum(_TENTHS - 1, (self.final * _TENTHS).astype(np.int64))
        within, worse = (_sums(tenth, v, _TENTHS) for v in (drawn, bad))
        figures: Floats = np.concatenate(
            [
                [drawn @ self.loss / n, drawn @ self.brier / n, self.auc(drawn)],
                _ratio(hits, warned),
                _ratio(hits, np.full(len(WARNING_TIERS), ends)),
                1000 * (warned - hits) / n,
                _ratio(worse, within),
            ]
        )
        return figures

    def auc(self, drawn: Floats) -> float:
        """Chance that a moment of a bad end lies above one of another end; draws count half (Hanley, McNeil 1982)."""
        weight, size = drawn[self.of], int(self.ranks.max()) + 1
        worse, other = (_sums(self.ranks, weight * side, size) for side in (self.worse, self.other))
        pairs = worse.sum() * other.sum()
        return float(worse @ (np.cumsum(other) - other / 2) / pairs) if pairs else np.nan


def foretold(past: Past, odds: Floats) -> Foretold:
    p, bad, of = chance(odds), past.bad[past.of], past.of
    highest = np.maximum.reduceat(p, past.first)
    return Foretold(
        past=past,
        loss=_sums(of, past.share * (np.logaddexp(0, odds) - bad * odds), len(past)),
        brier=_sums(of, past.share * (p - bad) ** 2, len(past)),
        final=p[past.last],
        warned=(highest[:, None] >= past.tiers).astype(np.float64),
        of=of,
        worse=past.share * bad,
        other=past.share * (1 - bad),
        ranks=np.unique(odds, return_inverse=True)[1].reshape(-1).astype(np.int64),
    )


def estimates(count: int, figures: Callable[[Floats], Floats]) -> list[Estimate | None]:
    """Each figure with its interval: that between which 95 % of the draws of ``count`` conversations lie."""
    value = figures(np.ones(count))
    chosen = np.random.default_rng(_SEED)
    draws = (np.bincount(chosen.integers(0, count, count), minlength=count) for _ in range(DRAWS))
    drawn = np.array([figures(d.astype(np.float64)) for d in draws])
    return [_estimate(float(v), drawn[:, n]) for n, v in enumerate(value)]


def compare(old: Foretold, new: Foretold, names: tuple[str, str]) -> tuple[RefitSide, RefitSide, Estimate]:
    """Both sides on the same draws, and by how much the log loss falls from ``old`` to ``new``."""
    per_side = len(old.figures(np.ones(len(old.past))))

    def figures(drawn: Floats) -> Floats:
        gain = drawn @ (old.loss - new.loss) / drawn.sum()
        return np.concatenate([old.figures(drawn), new.figures(drawn), [gain]])

    found = estimates(len(old.past), figures)
    sides = [
        _side(name, side, part)
        for name, side, part in zip(names, (old, new), (found[:per_side], found[per_side:-1]), strict=True)
    ]
    return sides[0], sides[1], _sure(found[-1])


def _side(name: str, side: Foretold, found: Sequence[Estimate | None]) -> RefitSide:
    log_loss, brier, auc = (_sure(e) for e in found[:_FIGURES])
    tiers = len(WARNING_TIERS)
    precision, recall, alarms = (found[_FIGURES + n * tiers : _FIGURES + (n + 1) * tiers] for n in range(3))
    observed = found[_FIGURES + 3 * tiers :]
    warned = [int(n) for n in side.warned.sum(axis=0)]
    return RefitSide(
        weights=name,
        log_loss=log_loss,
        brier=brier,
        auc=auc,
        tiers=tuple(map(RefitTier, WARNING_TIERS, warned, precision, recall, alarms)),
        tenths=tuple(_tenth(side.final, n, share) for n, share in enumerate(observed)),
    )


def _tenth(final: Floats, n: int, observed: Estimate | None) -> RefitTenth:
    within = final[np.minimum(_TENTHS - 1, (final * _TENTHS).astype(np.int64)) == n]
    predicted = float(within.mean()) if len(within) else None
    return RefitTenth(n / _TENTHS, (n + 1) / _TENTHS, len(within), predicted, observed)


def _sums(places: Places, weights: Floats, size: int) -> Floats:
    found: Floats = np.bincount(places, weights, size).astype(np.float64)
    return found


def _ratio(part: Floats, of: Floats) -> Floats:
    """NaN where there is nothing to divide by."""
    found: Floats = np.divide(part, of, out=np.full(len(of), np.nan), where=of > 0)
    return found


def _estimate(value: float, drawn: Floats) -> Estimate | None:
    told = drawn[~np.isnan(drawn)]
    if np.isnan(value) or not len(told):
        return None
    low, high = np.percentile(told, [2.5, 97.5])
    return Estimate(value, float(low), float(high))


def _sure(estimate: Estimate | None) -> Estimate:
    if estimate is None:
        raise ValueError("a side is measured on conversations of both ends only")
    return estimate
