"""Pairs: two questions and whether they ask the same, from the public set and from our own groups."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import yaml

from zhiyin.domain.errors import SetupError
from zhiyin.domain.text import RawText
from zhiyin.pipeline.folding import fold
from zhiyin.pipeline.mask import mask_text
from zhiyin.training.config import OWN
from zhiyin.training.datasets import rows

LEARNED, MEASURED = "learned", "measured"
_FOLDER = OWN / "questions"


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Questions of one trade that look alike: those of one line of ``asks`` ask the same."""

    trade: str
    asks: list[list[str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """``a`` and ``b`` are masked and folded, as the model reads them."""

    a: str
    b: str
    same: bool
    trade: str
    chance: float | None = None
    """Probability of ``same`` where it is not known but taught."""

    @property
    def target(self) -> float:
        return float(self.same) if self.chance is None else self.chance


def folded(text: str) -> str:
    return fold(mask_text(RawText(text))[0])


def set_pairs(data: Path, name: str, part: str) -> list[Pair]:
    """Rows of a public set, in their order. SetupError if a row is no pair."""
    found = []
    for number, row in enumerate(rows(data, name, part), 1):
        text, other, label = row.get("text"), row.get("text2"), row.get("label")
        if not isinstance(text, str) or not isinstance(other, str) or label not in ("same", "different"):
            raise SetupError(f"{name}.{part}: row {number} needs text, text2 and label (same or different)")
        found.append(Pair(folded(text), folded(other), label == "same", "finance set"))
    if not found:
        raise SetupError(f"{name}.{part}: not in the data folder, or empty; see docs/models.md")
    return found


def groups(part: str) -> list[Group]:
    """Our own groups, ``learned`` or ``measured``. SetupError if the file is malformed."""
    path = _FOLDER / f"{part}.yaml"
    try:
        return msgspec.convert(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader), list[Group])
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise SetupError(f"{path.name}: {error}") from error


def own_pairs(part: str) -> list[Pair]:
    """All pairs inside our groups; those that ask something different look alike on purpose."""
    return [pair for group in groups(part) for pair in _of_group(group)]


def _of_group(group: Group) -> Iterator[Pair]:
    asks: Sequence[Sequence[str]] = [[folded(text) for text in line] for line in group.asks]
    for line in asks:
        yield from (Pair(a, b, True, group.trade) for a, b in itertools.combinations(line, 2))
    for first, second in itertools.combinations(asks, 2):
        yield from (Pair(a, b, False, group.trade) for a, b in itertools.product(first, second))
