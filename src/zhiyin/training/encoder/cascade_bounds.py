"""Cascade bounds: from which probability on the fast reader's word stands, chosen on the review sets' dev parts."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.reading import Polarity, Reading
from zhiyin.models.cascade import CONTEXT, SARCASM, SURE
from zhiyin.models.text_encoder import EncoderTextModel
from zhiyin.training.encoder.band import LEAST_GAIN, Judged, at, choose
from zhiyin.training.encoder.config import CascadePlan
from zhiyin.training.encoder.learn import Say
from zhiyin.training.encoder.lessons import Lesson

SIDES = (Polarity.NEGATIVE, Polarity.POSITIVE)


def cascade_bounds(plan: CascadePlan, model: EncoderTextModel, dev: Sequence[Lesson], say: Say) -> Mapping[str, float]:
    """Thresholds for the manifest. ``dev``: lessons of the head ``review`` count, whose labels are two sides."""
    judged = [_judged(plan, model, name, dev) for name in plan.sets]
    judged = [j for j in judged if len(j.truth)]
    least = choose(judged, plan.cost)
    found = at(judged, plan.cost, affordable(judged, plan.cost))
    for what, bound in (("that loses little", least), ("that the speed allows", found)):
        say(f"cascade, the bound {what}: sure from {bound.sure:.3f}, {bound.share:.1%} read again,")
        say(f"  {bound.gain:.1f} times as fast, points lost {bound.lost}")
    return {SURE: round(found.sure, 4), SARCASM: plan.sarcasm, CONTEXT: plan.context}


def affordable(judged: Sequence[Judged], cost: float) -> float:
    """The highest bound at which the cascade is still ``LEAST_GAIN`` times as fast as the full model: what the speed
    leaves over is spent on reading doubtful rows again, also where the review sets alone would not ask for it."""
    confidence = np.sort(np.concatenate([j.confidence[~j.again] for j in judged]))
    always = sum(int(j.again.sum()) for j in judged)
    room = int((1 / LEAST_GAIN - cost) * (len(confidence) + always)) - always
    return float(confidence[min(max(room, 0), len(confidence) - 1)])


def _judged(plan: CascadePlan, model: EncoderTextModel, name: str, dev: Sequence[Lesson]) -> Judged:
    rows = [(lesson, t.target) for lesson in dev if lesson.source == name for t in lesson.teaches if t.head == "review"]
    passages = [lesson.passage for lesson, _ in rows]
    shown = [p.folded for p in passages]
    fast, full = model.linear.read_passages(passages, shown), model.read_passages(passages, shown)
    return Judged(
        name,
        np.array([r.confidence for r in fast], dtype=np.float64),
        _sides(fast),
        _sides(full),
        np.array([t for _, t in rows], dtype=np.int64),
        np.array([r.sarcasm >= plan.sarcasm for r in fast], dtype=np.bool_),
    )


def _sides(readings: Sequence[Reading]) -> NDArray[np.int64]:
    """The likelier of the two sides, as a review set asks it."""
    return np.array([int(r.valence > 0) for r in readings], dtype=np.int64)
