"""Measure: F1 of "same" with its interval, AUC, Brier score, calibration and speed."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from zhiyin.seams import QuestionModel
from zhiyin.training.metrics import Figure, bootstrap, calibration_error
from zhiyin.training.same_question.pairs import Pair

Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """At one threshold. ``brier`` and ``calibration`` are None for scores that are no probabilities."""

    name: str
    part: str
    pairs: int
    threshold: float
    f1: Figure
    precision: float
    recall: float
    false_alarms: float
    """Share of the different pairs that are called the same."""
    auc: Figure
    brier: float | None
    calibration: float | None


def truth(pairs: Sequence[Pair]) -> Flags:
    return np.array([p.same for p in pairs])


def f1(same: Flags, said: Flags) -> float:
    return 2 * float((same & said).sum()) / max(1, int(same.sum() + said.sum()))


def best_threshold(same: Flags, scores: Scores) -> float:
    """The score at which F1 is highest, halfway to the next lower one."""
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    hits = np.cumsum(same[order])
    f = 2 * hits / (np.arange(1, len(same) + 1) + same.sum())
    f[:-1][ranked[:-1] == ranked[1:]] = -1  # equal scores stand or fall together
    best = int(f.argmax())
    return float((ranked[best] + ranked[min(best + 1, len(ranked) - 1)]) / 2)


def alarm_threshold(same: Flags, scores: Scores, most: float) -> float:
    """The lowest score from which at most a share of ``most`` of the different pairs is called the same."""
    different = np.sort(scores[~same])[::-1]
    return float(np.nextafter(different[int(most * len(different))], 2.0))


def measured(
    name: str, part: str, pairs: Sequence[Pair], scores: Scores, threshold: float, seed: int, probable: bool
) -> Measured:
    same, said = truth(pairs), scores >= threshold

    def auc(rows: NDArray[np.int64]) -> float:
        drawn = same[rows]
        # A small draw may hold one class alone, which nothing can be told from.
        return float(roc_auc_score(drawn, scores[rows])) if drawn.any() and not drawn.all() else 0.5

    return Measured(
        name=name,
        part=part,
        pairs=len(pairs),
        threshold=round(threshold, 4),
        f1=bootstrap(lambda rows: f1(same[rows], said[rows]), len(same), seed, _DRAWS),
        precision=float(same[said].mean()) if said.any() else 0.0,
        recall=float(said[same].mean()),
        false_alarms=float(said[~same].mean()),
        auc=bootstrap(auc, len(same), seed, 300),
        brier=float(np.mean((scores - same) ** 2)) if probable else None,
        calibration=calibration_error(scores, same) if probable else None,
    )


def seconds_a_pair(model: QuestionModel, pairs: Sequence[Pair], known: bool) -> float:
    """Median over pairs that were never judged; ``known``: their questions were read before, beside other ones, as
    those that a conversation remembers were."""
    if known:
        for pair in pairs:
            model.same(pair.a, [pair.a])
            model.same(pair.b, [pair.b])
    times = []
    for pair in pairs:
        started = time.perf_counter()
        model.same(pair.a, [pair.b])
        times.append(time.perf_counter() - started)
    return float(np.median(times))


def table(found: Sequence[Measured]) -> str:
    """As Markdown."""
    lines = [
        "| | part | pairs | threshold | F1 of same | precision | recall | false alarms | AUC | Brier | ECE |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for m in found:
        brier = "" if m.brier is None else f"{m.brier:.3f}"
        error = "" if m.calibration is None else f"{m.calibration:.3f}"
        lines.append(
            f"| {m.name} | {m.part} | {m.pairs} | {m.threshold:.3f} | {_figure(m.f1)} | {m.precision:.3f} "
            f"| {m.recall:.3f} | {m.false_alarms:.3f} | {_figure(m.auc)} | {brier} | {error} |"
        )
    return "\n".join(lines)


def _figure(figure: Figure) -> str:
    return f"{figure.value:.3f} ({figure.low:.3f}-{figure.high:.3f})"
