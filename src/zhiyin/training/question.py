"""Question: one head asked about the texts of one set, with what is true of them."""

import gzip
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from zhiyin.domain.errors import InputError
from zhiyin.models.ngrams import Passage
from zhiyin.models.tokens import Line
from zhiyin.training.datasets import Row
from zhiyin.training.evaluation_plan import Task

Truth = str | float | frozenset[str]
_DECODE = msgspec.json.Decoder(dict[str, object])


class UnfitError(InputError):
    """A set that no head can be asked about; the message says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """``truth``: a label, a share in 0-1, or the labels that hold. ``groups``: what the item is counted under, too."""

    passage: Passage
    before: tuple[Line, ...]
    truth: Truth
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """``left_out``: rows that are malformed or hold a label that is not asked about."""

    set: str
    part: str
    task: Task
    items: Sequence[Item]
    left_out: int


def read_loose(path: Path) -> tuple[list[Row], int]:
    """The rows, and how many lines are no JSON object. UnfitError if the file is no gzip file."""
    found: list[Row] = []
    broken = 0
    try:
        with gzip.open(path, "rb") as lines:
            for line in lines:
                try:
                    found += [_DECODE.decode(line)] if line.strip() else []
                except (msgspec.DecodeError, UnicodeDecodeError):
                    broken += 1
    except (OSError, EOFError, zlib.error) as error:
        raise UnfitError(f"not a whole gzip file ({error}); pack it again") from error
    return found, broken


def has_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
