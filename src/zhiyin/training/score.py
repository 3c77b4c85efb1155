"""Score: the answers to one question against the truth, as figures with intervals."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from zhiyin.models.heads import Head, HeadKind
from zhiyin.training.answers import Answers, Table
from zhiyin.training.evaluation_plan import EvaluationPlan, Measure
from zhiyin.training.metrics import (
    Figure,
    Flags,
    Numbers,
    accuracy,
    class_f1,
    expected_error,
    macro_f1,
    many_f1,
    rank_correlation,
)
from zhiyin.training.question import Question

_TWO = ("literal", "sarcastic")
"""The share of sarcasm, asked as a question of two classes."""
_LEAST_GROUP = 10
"""Texts below which a group is not reported by itself."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One question's answers, text by text: numbers are those of ``labels``. ``top``: probability of what was said."""

    labels: tuple[str, ...]
    truth: Numbers
    said: Numbers
    top: NDArray[np.float64]
    sure: Flags

    def of(self, rows: NDArray[np.bool_]) -> "Judged":
        return Judged(self.labels, self.truth[rows], self.said[rows], self.top[rows], self.sure[rows])

    @property
    def right(self) -> Flags:
        return np.asarray(self.truth == self.said)


@dataclass(frozen=True, slots=True)
class Result:
    """Figures of one question. Shares lie in 0-1; ``floor``, ``must`` and ``aim`` are percent of ``measure``.

    ``group``: the part of the set that is meant, empty for all of it. ``value``: the figure of ``measure``.
    ``threshold``: probability from which on the label counts as sure; ``sure_share`` and ``sure_accuracy`` follow it.
    """

    set: str
    part: str
    head: str
    group: str
    texts: int
    left_out: int
    measure: Measure
    value: Figure
    floor: float | None = None
    must: float | None = None
    aim: float | None = None
    baseline: str = ""
    accuracy: Figure | None = None
    macro_f1: Figure | None = None
    majority: float | None = None
    majority_label: str = ""
    calibration_error: float | None = None
    threshold: float | None = None
    sure_share: float | None = None
    sure_accuracy: Figure | None = None
    f1: dict[str, float] = field(default_factory=dict)


def score(plan: EvaluationPlan, head: Head, question: Question, answers: Answers) -> tuple[list[Result], Judged | None]:
    """The results, the whole set first, then its groups; and the answers, where the question is one of classes."""
    task, items = question.task, question.items
    table = answers.table(task.head, items)
    if task.measure is Measure.RANK_CORRELATION:
        truth = np.array([item.truth for item in items], dtype=np.float64)
        return [_plain(plan, question, rank_correlation(truth, table[:, 0], plan.seed))], None
    if task.measure is Measure.MANY_F1:
        holds = np.array([[label in item.truth for label in head.labels] for item in items])  # type: ignore[operator]
        said = np.log(table + 1e-9) - np.log(1 - table + 1e-9) + np.array(head.decision) > 0
        return [_plain(plan, question, many_f1(holds, said, plan.seed))], None
    judged = judge(head, question, table, answers)
    results = [_result(plan, head, question, judged, "")]
    for group in _groups(question):
        rows = np.array([group in item.groups for item in items])
        results.append(_result(plan, head, question, judged.of(rows), group))
    return results, judged


def judge(head: Head, question: Question, table: Table, answers: Answers) -> Judged:
    """What is said among the labels that the set has, and how probable it is among them."""
    names, decision, sure_from = list(head.labels), np.array(head.decision), head.sure
    if head.kind is HeadKind.SHARES:
        names, decision = list(_TWO), np.array([0.0, head.decision[0]])
        table = np.hstack((1 - table, table))
    held = {str(item.truth) for item in question.items}
    labels = tuple(name for name in names if name in held)
    columns = [names.index(label) for label in labels]
    p = table[:, columns] / np.maximum(table[:, columns].sum(axis=1, keepdims=True), 1e-12)
    said = np.argmax(np.log(p + 1e-9) + decision[columns], axis=1)
    top = p[np.arange(len(p)), said]
    truth = np.array([labels.index(str(item.truth)) for item in question.items], dtype=np.int64)
    sure = top >= sure_from
    if head.name in ("polarity", "emotion") and len(labels) == len(names):
        # The product's own word, which the model holds back from what it cannot read.
        shown = [str(getattr(reading, head.name)) for reading in answers.readings(question.items)]
        said = np.array([labels.index(label) for label in shown], dtype=np.int64)
        top = p[np.arange(len(p)), said]
        sure = top >= sure_from
    if head.name == "polarity":
        sure = np.array([not reading.unsure for reading in answers.readings(question.items)])
    return Judged(labels, truth, said, top, np.asarray(sure))


def _result(plan: EvaluationPlan, head: Head, question: Question, judged: Judged, group: str) -> Result:
    right = judged.right
    counts = np.bincount(judged.truth, minlength=len(judged.labels))
    f1 = class_f1(judged.truth, judged.said, len(judged.labels))
    found, mean = accuracy(right), macro_f1(judged.truth, judged.said, plan.seed)
    value = mean if question.task.measure is Measure.MACRO_F1 else found
    return replace(
        _plain(plan, question, value),
        group=group,
        texts=len(right),
        left_out=0 if group else question.left_out,
        accuracy=found,
        macro_f1=mean,
        majority=float(counts.max() / max(1, counts.sum())),
        majority_label=judged.labels[int(counts.argmax())],
        calibration_error=expected_error(judged.top, right),
        threshold=head.sure,
        sure_share=float(judged.sure.mean()),
        sure_accuracy=accuracy(right[judged.sure]),
        f1={label: round(float(f1[i]), 4) for i, label in enumerate(judged.labels)},
    )


def _plain(plan: EvaluationPlan, question: Question, value: Figure) -> Result:
    task = question.task
    return Result(
        set=question.set,
        part=question.part,
        head=task.head,
        group="",
        texts=len(question.items),
        left_out=question.left_out,
        measure=task.measure,
        value=value,
        floor=task.floor,
        must=task.must,
        aim=task.aim,
        baseline=plan.baselines.get(task.baseline, ""),
    )


def _groups(question: Question) -> Iterator[str]:
    counts = Counter(group for item in question.items for group in item.groups)
    yield from sorted(group for group, texts in counts.items() if texts >= _LEAST_GROUP)
