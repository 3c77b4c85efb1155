"""Tune: a user's own labels fine-tune the shipped model, on a CPU, without torch, and before is held against after.

The encoder stays as it is. The heads get a correction (see ``correction``), so the shipped meaning of the words is the
start, and the more rows there are, the further the labels may lead away from it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.models.heads import Heads
from zhiyin.training.answers import Answers
from zhiyin.training.base_artefact import BaseArtefact
from zhiyin.training.correction import Tuner, held_out
from zhiyin.training.ear import Ear
from zhiyin.training.labelled_rows import LabelledRows
from zhiyin.training.metrics import Figure, Flags, accuracy, macro_f1, mean
from zhiyin.training.own_questions import SAYINGS_SET, own_questions
from zhiyin.training.question import Item

Say = Callable[[str], None]
HELD_OUT = 0.2
"""Share of the rows that before and after are measured on."""
_MOST_FORGOTTEN = 0.02
"""Share of our own dev sayings that a tuned model may newly misread, as far as that is beyond chance."""
LABELS: Mapping[str, Sequence[str]] = {"polarity": [p.value for p in Polarity], "emotion": [e.value for e in Emotion]}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a model does on texts. ``sure_share``: of texts that are not unsure, by the polarity as always."""

    accuracy: Figure
    macro_f1: Figure
    sure_share: float
    sure_accuracy: Figure
    right: Flags


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same texts read by the shipped and by the tuned model. ``change``: of accuracy, text against text."""

    name: str
    texts: int
    before: Standing
    after: Standing
    change: Figure


@dataclass(frozen=True, slots=True)
class Tuned:
    """``heads`` are fitted on all rows; ``comparisons`` come from a fit without the rows they are measured on."""

    head: str
    rows: int
    strength: float
    heads: Heads
    comparisons: Sequence[Comparison]
    worse: Sequence[str]
    """In what the tuned model is worse than the shipped one; empty: in nothing."""


def tune(base: BaseArtefact, given: LabelledRows, seed: int, say: Say) -> Tuned:
    """The correction's strength is chosen by cross-validation on the rows that are not held out."""
    items = [Item(row.passage, row.before, row.label) for row in given.rows]
    label = np.array([LABELS[given.head].index(row.label) for row in given.rows], dtype=np.int64)
    say(f"reading {len(items)} texts")
    states = base.states(items)
    placed = {head.name: head for head in base.plan.heads}
    tuner = Tuner(base.blend, (placed["polarity"], placed["emotion"]), given.head == "emotion")
    kept = held_out(label, HELD_OUT, seed)
    say(f"fitting on {int((~kept).sum())} texts, {int(kept.sum())} held out")
    strength = tuner.strength(states.of(~kept), label[~kept], seed)
    trial = base.corrected(tuner.fit(states.of(~kept), label[~kept], strength))
    say("measuring before and after")
    models = (base.model, base.with_heads(trial, base.manifest.version))
    own = [(given.head, "your rows, held out", [item for item, out in zip(items, kept, strict=True) if out])]
    for question in own_questions():
        if question.set == SAYINGS_SET:
            own.append((question.task.head, f"own sayings, {question.task.head}", list(question.items)))
    compared = _compared(models, own, seed)
    say("fitting on all texts")
    heads = base.corrected(tuner.fit(states, label, strength))
    return Tuned(given.head, len(items), strength, heads, compared, _worse(compared))


def _compared(models: tuple[Ear, Ear], asked: Sequence[tuple[str, str, Sequence[Item]]], seed: int) -> list[Comparison]:
    answers = [Answers(model, lambda _: None) for model in models]
    found = []
    for head, name, items in asked:
        before, after = (_standing(a, head, items, seed) for a in answers)
        change = mean(after.right.astype(np.float64) - before.right.astype(np.float64), seed)
        found.append(Comparison(name, len(items), before, after, change))
    return found


def _standing(answers: Answers, head: str, items: Sequence[Item], seed: int) -> Standing:
    readings = answers.readings(items)
    names = list(LABELS[head])
    truth = np.array([names.index(str(item.truth)) for item in items], dtype=np.int64)
    said = np.array([names.index(str(getattr(reading, head))) for reading in readings], dtype=np.int64)
    right, sure = np.asarray(truth == said), np.array([not reading.unsure for reading in readings], dtype=np.bool_)
    return Standing(accuracy(right), macro_f1(truth, said, seed), float(sure.mean()), accuracy(right[sure]), right)


def _worse(compared: Sequence[Comparison]) -> list[str]:
    """Fewer of the user's held-out rows right, or more of our own sayings misread than chance explains."""
    rows, *own = compared
    worse = []
    if rows.change.value < 0:
        worse.append(f"{rows.name}: accuracy falls by {-100 * rows.change.value:.1f} points")
    for found in own:
        if found.change.value < -_MOST_FORGOTTEN and found.change.high < 0:
            worse.append(f"{found.name}: accuracy falls by {-100 * found.change.value:.1f} points")
    return worse


def comparison_table(compared: Sequence[Comparison]) -> str:
    """Before and after in Markdown; brackets are 95 % intervals."""
    lines = [
        "| texts | number | accuracy % before | after | change, points | macro-F1 % before | after "
        "| sure: share %, accuracy % before | after |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for c in compared:
        cells = [c.name, str(c.texts), _percent(c.before.accuracy), _percent(c.after.accuracy), _percent(c.change)]
        cells += [_percent(c.before.macro_f1), _percent(c.after.macro_f1), _sure(c.before), _sure(c.after)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _percent(found: Figure) -> str:
    return f"{100 * found.value:.1f} [{100 * found.low:.1f}, {100 * found.high:.1f}]"


def _sure(standing: Standing) -> str:
    return f"{100 * standing.sure_share:.0f}, {100 * standing.sure_accuracy.value:.1f}"
