"""Known set: a set that the evaluation plan names, as the questions the plan asks of it."""

from collections.abc import Mapping, Sequence

from zhiyin.training.datasets import Row, passage, strength
from zhiyin.training.encoder.lessons import LONGEST_TEXT, contexts, valence
from zhiyin.training.evaluation_plan import EvaluationPlan, Measure, Task
from zhiyin.training.question import Item, Question, Truth, has_text


def known_question(
    plan: EvaluationPlan,
    heads: Mapping[str, Sequence[str]],
    where: tuple[str, str],
    task: Task,
    found: Sequence[Row],
) -> Question:
    """``heads``: label names of each head; ``where``: set and part; ``found``: all rows, in the order of the file."""
    whole = [row for row in found if has_text(row.get("text"))]
    before = contexts(task.context, whole)
    labels, names = heads.get(task.head, ()), plan.maps.get(task.map)
    items = []
    for number, row in enumerate(whole):
        truth = _truth(task, labels, names, row)
        try:
            lines = tuple(before(number)) if truth is not None else ()
        except (TypeError, ValueError):
            continue  # a context of another layout: the row is counted as left out
        if truth is not None:
            items.append(Item(passage(str(row["text"]), LONGEST_TEXT), lines, truth))
    return Question(*where, task, items, len(found) - len(items))


def _truth(task: Task, labels: Sequence[str], names: Mapping[str, str] | None, row: Row) -> Truth | None:
    if task.strength:
        try:
            return strength(task.strength, row) if task.head == "intensity" else valence(task.strength, row)
        except (TypeError, ValueError):
            return None
    said = row.get(task.label)
    if said is None:
        return None
    if task.measure is Measure.MANY_F1:
        return frozenset(str(said).split("|")) & frozenset(labels)
    label = names.get(str(said)) if names is not None else str(said)
    return label if label in labels else None
