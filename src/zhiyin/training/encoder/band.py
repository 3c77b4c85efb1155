"""Band: how sure the fast reader must be for its word to stand, so that little is lost and little is read again."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.errors import SetupError

MOST_LOST = 0.5
"""Points of accuracy that the cascade may lose to the full model, on each set."""
LEAST_GAIN = 10.0
"""Times the rows/s of the full model that the cascade should reach."""
_NONE = np.zeros(0, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled set as both readers judged it; arrays are of one length. ``confidence``: the fast reader's, 0-1.

    ``again``: what is read again whatever the confidence (sarcasm, a deciding emotion); empty means nothing.
    """

    name: str
    confidence: NDArray[np.floating]
    fast: NDArray[np.integer]
    full: NDArray[np.integer]
    truth: NDArray[np.integer]
    again: NDArray[np.bool_] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True)
class Choice:
    """``sure``: readings less sure than this are read again. ``share``: how many that are, of all rows of all sets.

    ``lost``: per set, points of accuracy lost to the full model (below 0: gained). ``gain``: times the full model's
    rows/s. ``enough``: whether that is as fast as was asked; if not, a better fast reader is needed, not another bound.
    """

    sure: float
    share: float
    shares: dict[str, float]
    lost: dict[str, float]
    gain: float
    enough: bool


def choose(sets: Sequence[Judged], cost: float, most_lost: float = MOST_LOST, least_gain: float = LEAST_GAIN) -> Choice:
    """The lowest bound, so the least share read again, at which no set loses more than ``most_lost`` points.

    ``cost``: seconds of the fast reader per second of the full one for the same rows. With ``sure`` above the highest
    confidence nothing is lost, so there is always an answer; it may have to read everything again (``enough`` False).
    SetupError if there is nothing to choose on or the arrays of a set differ in length.
    """
    for judged in sets:
        _check(judged)
    if not sets or cost <= 0:
        raise SetupError("the cascade's bound needs at least one labelled set and a cost above 0")
    bounds = _bounds(sets)
    fits = np.ones(len(bounds), dtype=np.bool_)
    for judged in sets:
        fits &= _lost(judged, bounds) <= most_lost + 1e-9
    return _choice(sets, cost, least_gain, float(bounds[np.argmax(fits)]))


def at(sets: Sequence[Judged], cost: float, sure: float, least_gain: float = LEAST_GAIN) -> Choice:
    """What a given bound does: to weigh others than the chosen one, and to report on other sets."""
    for judged in sets:
        _check(judged)
    return _choice(sets, cost, least_gain, sure)


def _choice(sets: Sequence[Judged], cost: float, least_gain: float, sure: float) -> Choice:
    bound = np.array([sure])
    counts = {j.name: int(_sent(j, sure).sum()) for j in sets}
    share = sum(counts.values()) / sum(len(j.truth) for j in sets)
    gain = 1 / (cost + share)
    return Choice(
        sure,
        share,
        {j.name: counts[j.name] / len(j.truth) for j in sets},
        {j.name: round(float(_lost(j, bound)[0]), 4) for j in sets},
        gain,
        gain >= least_gain,
    )


def _bounds(sets: Sequence[Judged]) -> NDArray[np.float64]:
    """Every bound that makes a difference, ascending: 0, each confidence that occurs, and one above them all."""
    found = np.unique(np.concatenate([j.confidence.astype(np.float64) for j in sets]))
    return np.concatenate(([0.0], found, [np.nextafter(found[-1], 2.0)]))


def _lost(judged: Judged, bounds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points lost at each bound: rows that the fast reader keeps and gets wrong, less those only it gets right."""
    kept = judged.confidence[~_always(judged)].astype(np.float64)
    worse = (judged.full == judged.truth).astype(np.int64) - (judged.fast == judged.truth)
    worse = worse[~_always(judged)]
    order = np.argsort(kept, kind="stable")
    after = np.concatenate((np.cumsum(worse[order][::-1])[::-1], [0]))
    lost: NDArray[np.float64] = after[np.searchsorted(kept[order], bounds, side="left")] * (100 / len(judged.truth))
    return lost


def _sent(judged: Judged, sure: float) -> NDArray[np.bool_]:
    sent: NDArray[np.bool_] = (judged.confidence.astype(np.float64) < sure) | _always(judged)
    return sent


def _always(judged: Judged) -> NDArray[np.bool_]:
    return judged.again if len(judged.again) else np.zeros(len(judged.truth), dtype=np.bool_)


def _check(judged: Judged) -> None:
    lengths = {len(judged.confidence), len(judged.fast), len(judged.full), len(judged.truth)}
    if len(lengths) != 1 or not len(judged.truth) or len(judged.again) not in (0, len(judged.truth)):
        raise SetupError(f"{judged.name}: the cascade's bound needs confidence, labels and truth of the same rows")
