"""Evaluate: the artefact as it stands on every set of a folder and on our own dev sayings."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import msgspec
import numpy as np

from zhiyin.domain.errors import InputError
from zhiyin.training.answers import Answers
from zhiyin.training.ear import Ear
from zhiyin.training.evaluation_plan import EvaluationPlan
from zhiyin.training.known_set import known_question
from zhiyin.training.metrics import Bin, error_by_chance, expected_error, masses
from zhiyin.training.own_questions import own_questions
from zhiyin.training.question import Question, UnfitError, read_loose
from zhiyin.training.score import Judged, Result, score
from zhiyin.training.unseen_set import unseen_questions

Say = Callable[[str], None]
Labels = Mapping[str, Sequence[str]]
_PART = re.compile(r"(?P<set>.+)\.(?P<part>test|dev)\.jsonl\.gz")


@dataclass(frozen=True, slots=True)
class Skipped:
    set: str
    part: str
    why: str


@dataclass(frozen=True, slots=True)
class HeadCalibration:
    """How far a head's probabilities can be trusted, over all sets that asked it; ``bins`` of equal mass.

    ``by_chance``: the error that a head of exact promises would show on these texts (see ``error_by_chance``).
    """

    head: str
    part: str
    texts: int
    calibration_error: float
    by_chance: float
    bins: Sequence[Bin]


@dataclass(frozen=True, slots=True)
class Evaluation:
    model: str
    results: Sequence[Result]
    skipped: Sequence[Skipped]
    heads: Sequence[HeadCalibration]


def evaluate(model: Ear, plan: EvaluationPlan, folder: Path, say: Say, own: bool = True) -> Evaluation:
    """Scores every NAME.test or NAME.dev file of ``folder`` that some head fits; ``own``: and our own dev sayings.

    InputError if the folder holds no such file.
    """
    heads = {head.name: head for head in model.plan.heads}
    answers = Answers(model, say)
    results: list[Result] = []
    skipped: list[Skipped] = []
    judged: defaultdict[tuple[str, str], list[Judged]] = defaultdict(list)

    def skip(set_aside: Skipped) -> None:
        skipped.append(set_aside)
        say(f"{set_aside.set}.{set_aside.part}: skipped: {set_aside.why}")

    labels = {head.name: head.labels for head in model.plan.heads}
    for question in folder_questions(plan, labels, folder, own, skip):
        say(f"{question.set}.{question.part}: asking head {question.task.head} about {len(question.items)} texts")
        found, answered = score(plan, heads[question.task.head], question, answers)
        results += found
        if answered:
            judged[question.task.head, question.part].append(answered)
        say(line_of(found[0]))
    calibrations = [_calibration(*key, judged[key], plan.seed) for key in sorted(judged)]
    return Evaluation(model.name, results, skipped, calibrations)


def line_of(result: Result) -> str:
    figure = result.value
    return (
        f"{result.set}.{result.part}: {result.measure} {100 * figure.value:.1f} "
        f"[{100 * figure.low:.1f}, {100 * figure.high:.1f}] by head {result.head}, {result.texts} texts"
        + (f", {result.left_out} rows left out" if result.left_out else "")
    )


def as_json(evaluation: Evaluation) -> bytes:
    return msgspec.json.format(msgspec.json.encode(asdict(evaluation)), indent=1) + b"\n"


def folder_questions(
    plan: EvaluationPlan, labels: Labels, folder: Path, own: bool, skip: Callable[[Skipped], None]
) -> Iterator[Question]:
    """What can be asked about our own dev sayings and about each file of ``folder``; ``skip`` is told of the rest.

    ``labels``: those of each head that there is. InputError if the folder holds no file to ask about.
    """
    paths = [(found, path) for path in sorted(folder.glob("*.jsonl.gz")) if (found := _PART.fullmatch(path.name))]
    if not paths:
        raise InputError(f"{folder.name}: holds no NAME.test.jsonl.gz or NAME.dev.jsonl.gz; name another folder")
    if own:
        yield from (question for question in own_questions() if question.task.head in labels)
    for found, path in paths:
        try:
            yield from questions(plan, labels, (found["set"], found["part"]), path)
        except UnfitError as error:
            skip(Skipped(found["set"], found["part"], str(error)))


def questions(plan: EvaluationPlan, labels: Labels, where: tuple[str, str], path: Path) -> list[Question]:
    """What can be asked of one file (``where``: set and part). UnfitError says why there is nothing to ask."""
    if where[0] in plan.skip:
        raise UnfitError(plan.skip[where[0]])
    found, broken = read_loose(path)
    if not found:
        raise UnfitError("holds no row that is a JSON object")
    if where[0] in plan.sets:
        asked = [known_question(plan, labels, where, task, found) for task in plan.sets[where[0]]]
    else:
        asked = [q for q in unseen_questions(plan, where, found) if q.task.head in labels]
    lacking = {question.task.head for question in asked} - set(labels)
    asked = [replace(q, left_out=q.left_out + broken) for q in asked if q.items]
    if lacking and not asked:
        raise UnfitError(f"the model has no head {', '.join(sorted(lacking))}")
    if not asked:
        raise UnfitError("no row has a text and a label that is known for this set")
    return asked


def _calibration(head: str, part: str, judged: Sequence[Judged], seed: int) -> HeadCalibration:
    top = np.concatenate([j.top for j in judged])
    right = np.concatenate([j.right for j in judged])
    by_chance = error_by_chance(top, seed)
    return HeadCalibration(head, part, len(top), expected_error(top, right), by_chance, masses(top, right))
