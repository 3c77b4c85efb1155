"""Unseen set: a set that nobody described, as the questions its own labels raise."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from zhiyin.training.datasets import Row, passage
from zhiyin.training.encoder.lessons import LONGEST_TEXT
from zhiyin.training.evaluation_plan import EvaluationPlan, Measure, Task
from zhiyin.training.labels import LabelNames, plain
from zhiyin.training.layout import Layout, field_of
from zhiyin.training.question import Item, Question, UnfitError, has_text


def unseen_questions(plan: EvaluationPlan, where: tuple[str, str], found: Sequence[Row]) -> Iterator[Question]:
    """One question per head that knows the labels. UnfitError if there is no text, or no head knows a label."""
    known, layout = plan.unseen, Layout(plan.unseen)
    text = field_of(found, known.text)
    fields = ", ".join(sorted({name for row in found for name in row}))
    if text is None:
        raise UnfitError(f"no field holds the text; there are: {fields}; expected one of: {', '.join(known.text)}")
    asked = _asked(plan, found, text)
    if not asked:
        raise UnfitError(f"no head knows its labels; fields: {fields}; labels: {_some(found, known.any)}")
    for head, (field, names) in asked.items():
        measure = Measure.ACCURACY if head == "polarity" else Measure.MACRO_F1
        items = list(_items(found, text, lambda row, f=field, n=names: n.get(plain(row.get(f)) or ""), layout))  # type: ignore[misc]
        yield Question(*where, Task(head, measure, label=field), items, len(found) - len(items))


def _asked(plan: EvaluationPlan, found: Sequence[Row], text: str) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Head -> field and names of its labels. A field that names its head goes before one that may be anything."""
    names = LabelNames(plan.unseen)
    fields = [(head, field) for head, aliases in plan.unseen.fields.items() for field in aliases]
    asked: dict[str, tuple[str, Mapping[str, str]]] = {}
    for named, field in [*fields, *(("", field) for field in plan.unseen.any)]:
        fit = names.recognise((row.get(field) for row in found), named) if field != text else None
        if fit and fit[0] not in asked:
            asked[fit[0]] = (field, fit[1])
    return asked


def _items(found: Sequence[Row], text: str, label: Callable[[Row], str | None], layout: Layout) -> Iterator[Item]:
    for row in found:
        said, truth = row.get(text), label(row)
        if not has_text(said) or truth is None:
            continue
        try:
            before = layout.before(row, str(said))
        except ValueError:
            continue  # counted as left out by the caller
        yield Item(passage(str(said), LONGEST_TEXT), before, truth)


def _some(found: Sequence[Row], fields: Sequence[str]) -> str:
    values = dict.fromkeys(str(row[f])[:20] for row in found for f in fields if f in row)
    return ", ".join(list(values)[:8]) or "none"
