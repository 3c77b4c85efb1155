"""Ends: a table of how conversations ended: one row each, with the columns ``conversation`` and ``bad``."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from zhiyin.domain.errors import InputError, RowError

_BAD = frozenset({"1", "true", "yes", "y", "bad", "是", "差", "不良"})
_FINE = frozenset({"0", "false", "no", "n", "fine", "good", "否", "好", "正常"})
_ENCODINGS = ("utf-8-sig", "gb18030")
LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Ends:
    """``problems`` name the rows that could not be read; the others are kept."""

    bad: dict[str, bool]
    """Conversation id -> whether it ended badly. Of an id that stands twice, the worse counts."""
    problems: tuple[RowError, ...] = ()


def read_ends(path: Path) -> Ends:
    """InputError if the file cannot be read or lacks a column."""
    rows = csv.reader(_text(path).splitlines())
    try:
        columns = [name.strip().lower() for name in next(rows, [])]
        missing = [name for name in ("conversation", "bad") if name not in columns]
        if missing:
            raise InputError(
                f"{path}: the first line must name the columns conversation and bad; missing: {', '.join(missing)}"
            )
        return _ends(path, rows, columns.index("conversation"), columns.index("bad"))
    except csv.Error as error:
        raise InputError(f"{path}: not a CSV file ({error}); save it as CSV with commas") from None


def _ends(path: Path, rows: Iterable[list[str]], named: int, told: int) -> Ends:
    bad: dict[str, bool] = {}
    problems: list[RowError] = []
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = [*row, *[""] * (max(named, told) + 1 - len(row))]
        ref, answer = cells[named].strip(), cells[told].strip().lower()
        if not 0 < len(ref) <= LONGEST_ID:
            problems.append(RowError(f"{path}, row {number}: no conversation id of 1-{LONGEST_ID} characters"))
        elif answer not in _BAD and answer not in _FINE:
            problems.append(
                RowError(f"{path}, row {number}: bad is {answer[:20]!r}; write 1 (ended badly) or 0 (fine)")
            )
        else:
            bad[ref] = bad.get(ref, False) or answer in _BAD
    return Ends(bad, tuple(problems))


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{path}: neither UTF-8 nor GB18030 text; save it as CSV in UTF-8")
