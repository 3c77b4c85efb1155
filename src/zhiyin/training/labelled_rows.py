"""Labelled rows: a user's own CSV of texts and labels, masked, with each bad row named by its line and kept out."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from zhiyin.domain.errors import InputError
from zhiyin.domain.text import RawText
from zhiyin.models.ngrams import Passage
from zhiyin.models.tokens import Line
from zhiyin.pipeline.mask import mask_text
from zhiyin.training.datasets import passage
from zhiyin.training.encoder.lessons import LONGEST_TEXT
from zhiyin.training.evaluation_plan import Unseen
from zhiyin.training.labels import LabelNames, plain
from zhiyin.training.layout import Layout

FEWEST_ROWS, FEWEST_LABELS = 40, 2
_LONGEST_CELL = 4000
_SHOWN_LABEL = 20
_DELIMITERS = (",", "\t", ";")


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """``line``: where in the file the row begins, from 1. ``label``: as the head calls it."""

    line: int
    passage: Passage
    before: tuple[Line, ...]
    label: str


@dataclass(frozen=True, slots=True)
class BadRow:
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class LabelledRows:
    """``head``: ``polarity`` or ``emotion``, whichever the labels speak of."""

    head: str
    rows: Sequence[LabelledRow]
    bad: Sequence[BadRow]


@dataclass(frozen=True, slots=True)
class _Cells:
    line: int
    text: str
    label: str
    context: str


def read_labelled(content: bytes, unseen: Unseen) -> LabelledRows:
    """Columns: text, label and, if there is one, context; names also in Chinese. UTF-8 or GB18030.

    InputError if no row can be used: the encoding, a missing column, fewer than 40 good rows, fewer than two labels.
    """
    bad: list[BadRow] = []
    cells = list(_cells(_decoded(content), unseen, bad))
    head, names = LabelNames(unseen).most((c.label for c in cells), ("polarity", "emotion"))
    layout, seen = Layout(unseen), dict[tuple[Passage, tuple[Line, ...]], int]()
    rows = []
    for cell in cells:
        try:
            row = _row(cell, names.get(plain(cell.label) or ""), layout)
            first = seen.setdefault((row.passage, row.before), row.line)
            if first != row.line:
                raise ValueError(f"repeats line {first}")
            rows.append(row)
        except ValueError as error:
            bad.append(BadRow(cell.line, str(error)))
    found = LabelledRows(head, rows, sorted(bad, key=lambda b: b.line))
    _require_enough(found)
    return found


def _row(cell: _Cells, label: str | None, layout: Layout) -> LabelledRow:
    """ValueError says what is wrong with it."""
    if not cell.text.strip():
        raise ValueError("no text")
    if max(len(cell.text), len(cell.context)) > _LONGEST_CELL:
        raise ValueError(f"longer than {_LONGEST_CELL} characters; is a quote never closed?")
    if label is None:
        shown = mask_text(RawText(cell.label.strip()[:_SHOWN_LABEL]))[0]
        raise ValueError(f"label {str(shown)!r} is not one of the model's" if shown else "no label")
    return LabelledRow(
        cell.line, passage(cell.text, LONGEST_TEXT), layout.lines(_context(cell.context), cell.text), label
    )


def _context(cell: str) -> object:
    """A cell may hold a JSON list of turns, or one turn a line."""
    if cell.lstrip().startswith("["):
        try:
            return msgspec.json.decode(cell)
        except msgspec.DecodeError:
            return cell
    return cell


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InputError("the file is neither UTF-8 nor GBK text; save it as CSV in UTF-8")


def _cells(text: str, unseen: Unseen, bad: list[BadRow]) -> Iterator[_Cells]:
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [name.strip().casefold() for name in next(reader, [])]
    columns = {
        "text": _column(header, unseen.text),
        "label": _column(header, [*unseen.any, *unseen.fields["polarity"], *unseen.fields["emotion"]]),
        "context": _column(header, unseen.context),
    }
    for name in ("text", "label"):
        if columns[name] is None:
            raise InputError(
                f"the first line names no column {name!r}; it names: {', '.join(header)[:200] or 'nothing'}"
            )
    end = reader.line_num
    while True:
        start = end + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            bad.append(BadRow(start, f"not CSV: {error}"))
            continue
        finally:
            end = reader.line_num
        if any(cell.strip() for cell in cells):
            yield _Cells(
                start, *("" if (at := columns[n]) is None else _cell(cells, at) for n in ("text", "label", "context"))
            )


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name.casefold()) for name in names if name.casefold() in header), None)


def _require_enough(found: LabelledRows) -> None:
    labels = {row.label for row in found.rows}
    if len(found.rows) >= FEWEST_ROWS and len(labels) >= FEWEST_LABELS:
        return
    shown = "; ".join(f"line {b.line}: {b.why}" for b in found.bad[:5])
    raise InputError(
        f"{len(found.rows)} good rows of {len(labels)} labels; at least {FEWEST_ROWS} rows and {FEWEST_LABELS} labels "
        f"are needed" + (f". Bad rows: {shown}" if shown else "")
    )
