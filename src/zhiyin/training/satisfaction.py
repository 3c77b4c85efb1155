"""Satisfaction of a turn, measured as the product reads it: every turn masked, with the turns before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.errors import InputError
from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Masked, Origin, Role
from zhiyin.models.satisfaction_artefact import triple
from zhiyin.pipeline.features import CueFinder, features, follow
from zhiyin.pipeline.mask import mask_text
from zhiyin.seams import TextModel
from zhiyin.training.datasets import Row
from zhiyin.training.metrics import Figure, bootstrap_groups, error_by_chance, expected_error, mean_f1
from zhiyin.training.question import read_loose
from zhiyin.training.report import figure

SET = "jddc_satisfaction"
SEED = 20250
_CHUNK = 64
_NO_CUES = CueFinder(Lexicon({}))
"""The text models look at no cues."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Customer turns of dialogues with their marks: 0 dissatisfied, 1 neutral, 2 satisfied."""

    turns: Sequence[Features]
    marks: NDArray[np.int64]
    dialogues: Sequence[str]
    left_out: int
    """Rows that are malformed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Intervals are of 1,000 draws of whole dialogues, since the turns of one are alike. ``unknown``: turns that the
    reader gave no satisfaction for; all else is of the others. ``brier``: summed over the three labels, 0-2."""

    reader: str
    turns: int
    unknown: int
    accuracy: Figure
    macro_f1: Figure
    brier: float
    calibration_error: float
    by_chance: float


def read_marked(path: Path) -> Marked:
    """The rows of a part file of jddc_satisfaction. InputError if it has none that is whole."""
    rows, broken = read_loose(path)
    turns, marks, dialogues = [], [], []
    for row in rows:
        found = _turn(row)
        if found is None:
            broken += 1
            continue
        turns.append(found)
        marks.append(int(str(row["label"])))
        dialogues.append(str(row.get("dialogue")))
    if not turns:
        raise InputError(f"{path.name}: no row has text, label 0, 1 or 2, and context; name a part of {SET}")
    return Marked(turns, np.array(marks, dtype=np.int64), dialogues, broken)


def measure(model: TextModel, marked: Marked, say: Callable[[str], None]) -> Measured | None:
    """None if the model gives no satisfaction at all."""
    found = []
    for start in range(0, len(marked.turns), _CHUNK):
        found += [reading.satisfaction for reading in model.read(marked.turns[start : start + _CHUNK])]
        if start and start % (8 * _CHUNK) == 0:
            say(f"  {start} of {len(marked.turns)} turns")
    known = [i for i, satisfaction in enumerate(found) if satisfaction is not None]
    if not known:
        return None
    p = np.array([triple(satisfaction) for satisfaction in found if satisfaction is not None])
    return figures(model.name, p, marked.marks[known], [marked.dialogues[i] for i in known], len(found) - len(known))


def figures(
    reader: str, p: NDArray[np.float64], marks: NDArray[np.int64], dialogues: Sequence[str], unknown: int = 0
) -> Measured:
    """``p``: turns x labels."""
    said = np.argmax(p, axis=1).astype(np.int64)
    right, top = said == marks, p.max(axis=1)
    return Measured(
        reader=reader,
        turns=len(marks),
        unknown=unknown,
        accuracy=bootstrap_groups(lambda rows: float(right[rows].mean()), dialogues, SEED),
        macro_f1=bootstrap_groups(lambda rows: mean_f1(marks[rows], said[rows]), dialogues, SEED),
        brier=float(np.mean(((p - np.eye(p.shape[1])[marks]) ** 2).sum(axis=1))),
        calibration_error=expected_error(top, right),
        by_chance=error_by_chance(top, SEED),
    )


def table(part: str, marked: Marked, found: Sequence[Measured]) -> str:
    counts = np.bincount(marked.marks, minlength=3)
    lines = [
        f"{SET}.{part}: {len(marked.turns)} turns of {len(set(marked.dialogues))} dialogues, {marked.left_out} rows "
        f"left out; {counts[0]} dissatisfied, {counts[1]} neutral, {counts[2]} satisfied. Brackets: 95 %, by dialogue.",
        "",
        "| reader | turns | accuracy % | macro-F1 % | Brier (0-2) | ECE | of exact promises |",
        "|---|---|---|---|---|---|---|",
    ]
    for m in found:
        turns = f"{m.turns}" + (f" ({m.unknown} unknown)" if m.unknown else "")
        cells = [figure(m.accuracy), figure(m.macro_f1), f"{m.brier:.3f}", f"{m.calibration_error:.3f}"]
        lines.append(f"| {m.reader} | {turns} | {' | '.join(cells)} | {m.by_chance:.3f} |")
    return "\n".join(lines)


def _turn(row: Row) -> Features | None:
    """As the engine makes it, the turns before one after another; None if the row is malformed."""
    text, pairs = row.get("text"), row.get("context", [])
    if not isinstance(text, str) or not text.strip() or not isinstance(pairs, list):
        return None
    if str(row.get("label")) not in ("0", "1", "2"):
        return None
    context: tuple[ContextTurn, ...] = ()
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(said, str) for said in pair):
            return None
        for role, said in zip((Role.CUSTOMER, Role.AGENT), pair, strict=True):
            context = follow(context, _masked(said, role)) if said else context
    return features(_masked(text, Role.CUSTOMER), context, _NO_CUES)


def _masked(text: str, role: Role) -> Masked:
    return Masked(Origin(ConversationRef("training", "dialogue"), "turn", role, 0), *mask_text(RawText(text)))
