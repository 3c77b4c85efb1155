"""Refit: learn from the earlier conversations, judge on the later ones, and only then learn from all."""

from dataclasses import dataclass, replace

import numpy as np

from zhiyin.domain.refit_report import RefitChange, RefitPart, RefitReport, RefitTerm, RefitVerdict
from zhiyin.domain.risk_version import RiskVersion
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.engine.refit.measure import Foretold, compare, estimates, foretold
from zhiyin.engine.refit.past import Past
from zhiyin.engine.refit.shape import Moved, Shape, log_odds, move, shape_of

EARLIER = 0.7
"""Share of the conversations that are learned from before the rest judges."""
FEWEST_BAD, FEWEST_OTHER = 20, 50
"""Known ends of each kind below which nothing is fitted: two numbers always move, at 10 events each."""
FEWEST_EARLIER, FEWEST_LATER = 10, 5
"""Ends of each kind that the two parts must hold."""
_CHANCE = 0.5
"""AUC of weights that know nothing."""


@dataclass(frozen=True, slots=True)
class Refit:
    """``weights`` are those fitted on all conversations; None when there is too little, or nothing new."""

    report: RefitReport
    weights: RiskWeights | None
    seen_until: int
    """Ms since 1970 UTC: all that was fitted on began before it."""


def refit(past: Past, base: RiskWeights, in_force: RiskVersion | None, name: str) -> Refit:
    """``base`` are the shipped weights: every refit starts from them, so that refits do not pile up.

    The weights get ``name``. What the earlier conversations can carry is all that is fitted on the whole, too: so what
    is kept is of the kind that was judged.
    """
    cut = round(len(past) * EARLIER)
    earlier, later = past.part(0, cut), past.part(cut, len(past))
    report = _counted(past, earlier, later, in_force.name if in_force else base.name)
    if report.needed_bad or report.needed_other:
        return Refit(report, None, 0)
    shape = shape_of(earlier, base)
    whole = move(past, base, shape, name)
    report = replace(report, change=_change(base, whole, shape))
    if whole.weights == replace(in_force.weights if in_force else base, name=name):
        return Refit(replace(report, verdict=RefitVerdict.SAME), None, 0)
    trial = move(earlier, base, shape, name)
    new = foretold(later, log_odds(later, trial.weights, trial.scale))
    old, old_name = _opponent(later, base, in_force)
    old_side, new_side, gain = compare(old, new, (old_name, name))
    better = gain.value > 0 and gain.high >= 0
    verdict = RefitVerdict.BETTER if better else RefitVerdict.NOT_BETTER
    if new_side.auc.low <= _CHANCE and not _told_apart(past, base):
        verdict = RefitVerdict.NO_SIGNAL
    report = replace(report, old=old_side, new=new_side, gain=gain, verdict=verdict, version=name)
    return Refit(report, whole.weights, int(past.opened[-1]) + 1)


def _opponent(later: Past, base: RiskWeights, in_force: RiskVersion | None) -> tuple[Foretold, str]:
    """The weights in force; but the shipped ones where those have seen what is to judge them."""
    if in_force and in_force.seen_until <= int(later.opened[0]):
        return foretold(later, later.in_force), in_force.name
    return foretold(later, log_odds(later, base, 1.0)), base.name


def _told_apart(past: Past, base: RiskWeights) -> bool:
    """Whether the shipped weights, which have not seen these outcomes, tell bad ends apart better than chance."""
    told = foretold(past, log_odds(past, base, 1.0))
    (auc,) = estimates(len(past), lambda drawn: np.array([told.auc(drawn)]))
    return auc is not None and auc.low > _CHANCE


def _counted(past: Past, earlier: Past, later: Past, in_force: str) -> RefitReport:
    """What there is, and what lacks: in all or, where that suffices, in one of the parts."""
    whole, first, rest = (RefitPart(len(p), int(p.bad.sum())) for p in (past, earlier, later))
    bad, other = max(0, FEWEST_BAD - whole.bad), max(0, FEWEST_OTHER - _other(whole))
    if not bad and not other:
        bad = max(0, FEWEST_EARLIER - first.bad, FEWEST_LATER - rest.bad)
        other = max(0, FEWEST_EARLIER - _other(first), FEWEST_LATER - _other(rest))
    return RefitReport(in_force, whole, first, rest, past.left_out, RefitVerdict.TOO_FEW, bad, other)


def _other(part: RefitPart) -> int:
    return part.conversations - part.bad


def _change(base: RiskWeights, moved: Moved, shape: Shape) -> RefitChange:
    terms = tuple(
        RefitTerm(
            fact=before.fact,
            start=before.start,
            full=before.full,
            conversations=shape.spoken[n],
            before=before.weight,
            after=after.weight,
            basis=after.basis,
        )
        for n, (before, after) in enumerate(zip(base.terms, moved.weights.terms, strict=True))
    )
    return RefitChange(base.name, base.bias, moved.weights.bias, moved.scale, terms)
