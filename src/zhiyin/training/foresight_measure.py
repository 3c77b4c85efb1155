"""Measures of foresight on dialogues that were kept apart: ends, course, calibration, and warnings with lead time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import rankdata

from zhiyin.domain.risk_weights import AheadWeights, RiskCurve, RiskWeights
from zhiyin.training.metrics import Figure, accuracy, bootstrap, macro_f1
from zhiyin.training.risk_moments import Moment

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
TENTHS = 10
_DRAWS = 200


@dataclass(frozen=True, slots=True)
class Ends:
    """``seen`` is the share of the dialogue's turns; 1 with ``over`` is judged by the weights for what is over."""

    seen: float
    over: bool
    dialogues: int
    f1: Figure
    auc: Figure
    brier: float
    brier_of_share: float
    """Of always saying the set's share of bad ends."""


@dataclass(frozen=True, slots=True)
class CourseAhead:
    """Brier scores over the three polarities, 0 (perfect) to 2; ``gain`` is what ``stays`` has more, with interval."""

    turns: int
    moments: int
    foreseen: float
    stays: float
    by_share: float
    gain: Figure


@dataclass(frozen=True, slots=True)
class Tenth:
    low: float
    moments: int
    dialogues: int
    promised: float
    observed: Figure


@dataclass(frozen=True, slots=True)
class Warned:
    """At one threshold. Leads are customer turns still to come at the first warning of a dialogue that ended badly."""

    threshold: float
    dialogues: int
    warned: int
    precision: Figure | None
    recall: Figure
    false_per_1000: Figure
    lead_quartiles: tuple[float, float, float] | None
    in_time: float
    """Share of the rightly warned with at least one customer turn still to come."""


def heights(curves: Sequence[RiskCurve], known: Sequence[Moment]) -> Floats:
    """Sum of the curves at each moment."""
    total = np.zeros(len(known))
    for curve in curves:
        x, y = zip(*curve.points, strict=True)
        total += np.interp([m.facts[curve.fact] for m in known], x, y)
    return total


def log_odds(weights: RiskWeights, known: Sequence[Moment]) -> Floats:
    """Of a bad end, at each moment, by the curves alone."""
    return heights(weights.curves, known) + weights.bias


def bad_chances(weights: RiskWeights, known: Sequence[Moment]) -> Floats:
    """The same as a probability."""
    chances: Floats = expit(log_odds(weights, known))
    return chances


def at_share(known: Sequence[Moment], share: float) -> list[Moment]:
    """Of each dialogue the last moment up to that share, or its first one."""
    chosen: dict[str, Moment] = {}
    for m in known:
        if m.place <= share or m.dialogue not in chosen:
            chosen[m.dialogue] = m
    return list(chosen.values())


def ends(weights: RiskWeights, known: Sequence[Moment], seen: float, *, over: bool, seed: int) -> Ends:
    """``weights`` with the biases of the set measured."""
    chosen = at_share(known, seen)
    after = weights.foresight.after if over and weights.foresight else None
    curves, bias = (after.curves, after.bias) if after else (weights.curves, weights.bias)
    fine = after.fine if after else weights.fine
    height = heights(curves, chosen)
    bad, not_good = expit(height + bias), expit(height + (bias if fine is None else fine))
    truth: Numbers = np.array([m.satisfaction for m in chosen])
    said: Numbers = np.argmax(np.stack([bad, not_good - bad, 1 - not_good], axis=1), axis=1) + 1
    hit = truth == 1
    auc = bootstrap(lambda rows: _auc(hit[rows], bad[rows]), len(chosen), seed, _DRAWS)
    brier = float(np.mean((bad - hit) ** 2))
    return Ends(seen, over, len(chosen), macro_f1(truth, said, seed), auc, brier, float(hit.mean() * (1 - hit.mean())))


def course_ahead(ahead: AheadWeights, known: Sequence[Moment], seed: int) -> CourseAhead:
    """Against "the customer's polarity stays as it was heard last", and against the shares of the polarities."""
    chosen = [m for m in known if len(m.marks) >= ahead.turns and not m.last]
    truth = np.array([[mark == polarity for polarity in "123"] for mark in (m.marks[ahead.turns - 1] for m in chosen)])
    negative, positive = (expit(heights(side.curves, chosen) + side.bias) for side in (ahead.negative, ahead.positive))
    over = np.maximum(1.0, negative + positive)
    foreseen = np.stack([negative / over, 1 - (negative + positive) / over, positive / over], axis=1)
    # As heard last: the valence is the probability of positive less that of negative, of which one is all but 0.
    last = np.array([m.facts["last_valence"] for m in chosen])
    stays = np.stack([np.maximum(0, -last), 1 - np.abs(last), np.maximum(0, last)], axis=1)
    off, off_stays = (((guess - truth) ** 2).sum(axis=1) for guess in (foreseen, stays))
    off_share = ((truth.mean(axis=0) - truth) ** 2).sum(axis=1)
    gain = _by_dialogue(chosen, off_stays - off, seed)
    return CourseAhead(
        ahead.turns, len(chosen), float(off.mean()), float(off_stays.mean()), float(off_share.mean()), gain
    )


def tenths(chances: Floats, known: Sequence[Moment], seed: int) -> list[Tenth]:
    """Promised against observed in each tenth of the scale, each dialogue counted once over all its moments.

    Intervals are over dialogues.
    """
    found = []
    moments = Counter(m.dialogue for m in known)
    place = np.minimum((chances * TENTHS).astype(int), TENTHS - 1)
    for tenth in range(TENTHS):
        rows = [int(row) for row in np.flatnonzero(place == tenth)]
        chosen = [known[row] for row in rows]
        if chosen:
            w = np.array([1 / moments[m.dialogue] for m in chosen])
            observed = _by_dialogue(chosen, np.array([float(m.satisfaction == 1) for m in chosen]), seed, w)
            promised = float(np.average(chances[rows], weights=w))
            found.append(Tenth(tenth / TENTHS, len(chosen), len({m.dialogue for m in chosen}), promised, observed))
    return found


def warned(chances: Floats, known: Sequence[Moment], threshold: float, bad_share: float | None = None) -> Warned:
    """The first moment of each dialogue at which its chance reaches ``threshold``.

    ``bad_share`` weighs the dialogues so that this share of them ends badly; None takes them as they are.
    """
    first: dict[str, Moment] = {}
    end = {m.dialogue: m.satisfaction == 1 for m in known}
    for chance, m in zip(chances, known, strict=True):
        if chance >= threshold and not m.last:
            first.setdefault(m.dialogue, m)
    bad = sum(end.values())
    hits = [m for m in first.values() if end[m.dialogue]]
    recall = accuracy(np.arange(bad) < len(hits))
    false = accuracy(np.arange(len(end) - bad) < len(first) - len(hits))
    share = bad / len(end) if bad_share is None else bad_share
    left = [len(m.marks) for m in hits]
    return Warned(
        threshold=threshold,
        dialogues=len(end),
        warned=len(first),
        precision=_precision(len(hits), len(first), recall, false, share, reweighed=bad_share is not None),
        recall=recall,
        false_per_1000=Figure(*(1000 * (1 - share) * v for v in (false.value, false.low, false.high))),
        lead_quartiles=tuple(np.percentile(left, [25, 50, 75]).tolist()) if left else None,
        in_time=float(np.mean([n > 0 for n in left])) if left else 0.0,
    )


def threshold_for(chances: Floats, known: Sequence[Moment], precision: float) -> float | None:
    """The lowest threshold, in hundredths, from which on warnings are right so often; None if none is."""
    kept = None
    for hundredth in range(99, 9, -1):
        found = warned(chances, known, hundredth / 100)
        if found.precision is None:
            continue
        if found.precision.value < precision:
            break
        kept = hundredth / 100
    return kept


def _precision(
    hits: int, warned_: int, recall: Figure, false: Figure, share: float, *, reweighed: bool
) -> Figure | None:
    if not warned_:
        return None
    if not reweighed:
        return accuracy(np.arange(warned_) < hits)
    # Bayes: of the bad ones recall is warned, of the others the rate of false alarms.
    value, low, high = (
        share * r / max(1e-9, share * r + (1 - share) * f)
        for r, f in ((recall.value, false.value), (recall.low, false.high), (recall.high, false.low))
    )
    return Figure(value, low, high)


def _auc(hit: NDArray[np.bool_], chance: Floats) -> float:
    """By ranks (Mann and Whitney 1947): hundreds of draws ask for it. 0.5 where all or none were hit."""
    good = int(hit.sum())
    other = len(hit) - good
    ranks = rankdata(chance)
    return float((ranks[hit].sum() - good * (good + 1) / 2) / (good * other)) if good and other else 0.5


def _by_dialogue(chosen: Sequence[Moment], values: Floats, seed: int, w: Floats | None = None) -> Figure:
    """Mean, with an interval over dialogues: moments of one dialogue are no independent witnesses."""
    weights = np.ones(len(chosen)) if w is None else w
    _, place = np.unique([m.dialogue for m in chosen], return_inverse=True)
    sums, counts = np.bincount(place, weights * values), np.bincount(place, weights)
    return bootstrap(lambda drawn: float(sums[drawn].sum() / counts[drawn].sum()), len(sums), seed, _DRAWS)
