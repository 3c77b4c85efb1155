"""Records: tables of any kind, whatever they hold: each row as cells under the names of its columns."""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec

from zhiyin.connectors.columns import MAX_COLUMNS
from zhiyin.connectors.delimited import Records, find_delimiter
from zhiyin.connectors.encoding import decoded
from zhiyin.connectors.foreign import check_bytes
from zhiyin.connectors.lines import MAX_LINE, Line, lines
from zhiyin.connectors.open_table import ReadOptions
from zhiyin.connectors.source import Source, open_source
from zhiyin.connectors.wording import FileError
from zhiyin.connectors.workbook import Sheet, open_workbook
from zhiyin.domain.row import Place, SetAside

_SAMPLE = 50
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_KINDS = {list: "list", bool: "bool", int: "number", float: "number", str: "string", type(None): "null"}


@dataclass(frozen=True, slots=True)
class NamedCells:
    """One row; ``cells`` by the name of the column as written in the file, stripped. They may hold personal data."""

    place: Place
    cells: dict[str, str]

    def __repr__(self) -> str:
        return f"NamedCells({self.place})"


Rows = Iterator[NamedCells | SetAside]


@contextmanager
def open_records(path: str, options: ReadOptions, known: Callable[[str], bool]) -> Iterator[Rows]:
    """All rows of a CSV, XLSX or JSONL with a header; ``known`` says whether a cell is the name of a column.

    FileError if nothing in it can be read; rows that cannot be read do not stop it.
    """
    with open_source(path) as source:
        head = source.head()
        if head.startswith(_OLE):
            raise FileError("xls", path=path)
        if options.format == "xlsx" or head.startswith(_ZIP):
            with source.seekable() as stream, open_workbook(stream, path) as sheets:
                yield _workbook(sheets, options.sheet)
        else:
            check_bytes(head, path)
            yield _text(source, options, known)


def _workbook(sheets: Sequence[Sheet], wanted: str) -> Rows:
    chosen = [s for s in sheets if wanted in ("", s.name)]
    if not chosen:
        raise FileError("no_sheet", name=wanted, sheets="、".join(s.name for s in sheets))
    numbers = itertools.count(1)
    for sheet in chosen:
        names: list[str] = []
        for line, cells in enumerate(sheet.rows(), 1):
            if not names:
                # A title above the table is one lone cell; the header is the first row with several.
                names = cells if sum(bool(c.strip()) for c in cells) > 1 else []
            elif any(cells):
                yield _named(Place(next(numbers), line, sheet.name), names, cells)


def _text(source: Source, options: ReadOptions, known: Callable[[str], bool]) -> Rows:
    stream = lines(decoded(source.chunks(), source.name, options.encoding))
    sample = list(itertools.islice(stream, _SAMPLE))
    every = itertools.chain(sample, stream)
    first = next((s.text.strip() for s in sample if s.text and s.text.strip()), "")
    if first.startswith("["):
        raise FileError("json_array", path=source.name)
    if options.format == "jsonl" or first.startswith("{"):
        return _jsonl(every)
    return _delimited(every, find_delimiter(sample, known))


def _delimited(every: Iterable[Line], delimiter: str | None) -> Rows:
    names: list[str] = []
    numbers = itertools.count(1)
    for record in Records(every, delimiter):
        if names or record.cells is None:
            place = Place(next(numbers), record.line)
            detail = str(MAX_LINE) if record.problem == "too_long" else ""
            yield (
                SetAside(place, record.problem, detail) if record.cells is None else _named(place, names, record.cells)
            )
        else:
            names = record.cells


def _named(place: Place, names: Sequence[str], cells: Sequence[str]) -> NamedCells | SetAside:
    if len(names) > MAX_COLUMNS:
        raise FileError("too_many_columns", count=len(names), limit=MAX_COLUMNS)
    if any(c.strip() for c in cells[len(names) :]):
        return SetAside(place, "cells", f"{len(cells)} / {len(names)}")
    return NamedCells(
        place, {n.strip().lstrip("\ufeff"): c.strip() for n, c in zip(names, cells, strict=False) if n.strip()}
    )


def _jsonl(every: Iterable[Line]) -> Rows:
    numbers = itertools.count(1)
    for line in every:
        if line.text is not None and not line.text.strip():
            continue
        place = Place(next(numbers), line.number)
        try:
            value = msgspec.json.decode(line.text) if line.text is not None else None
        except (msgspec.DecodeError, RecursionError) as error:
            yield SetAside(place, "json", str(error))
            continue
        if line.text is None:
            yield SetAside(place, "too_long", str(MAX_LINE))
        elif isinstance(value, dict):
            yield NamedCells(place, {str(k): _cell(v) for k, v in value.items()})
        else:
            yield SetAside(place, "json_kind", _KINDS[type(value)])


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    return "" if value is None else json.dumps(value, ensure_ascii=False)
