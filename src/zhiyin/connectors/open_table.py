"""Opening a table: which format a file has, and its rows."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from zhiyin.connectors.aliases import TEXT
from zhiyin.connectors.columns import check_fields, columns_of, is_known, map_columns, named
from zhiyin.connectors.delimited import Record, Records, find_delimiter
from zhiyin.connectors.encoding import decoded
from zhiyin.connectors.foreign import check_bytes, check_name, check_text, is_page
from zhiyin.connectors.jsonl import JsonlRows
from zhiyin.connectors.lines import MAX_LINE, Line, lines
from zhiyin.connectors.rows import RowBuilder
from zhiyin.connectors.sheets import sheet_table
from zhiyin.connectors.source import Source, open_source
from zhiyin.connectors.table import Table
from zhiyin.connectors.talk import Talk
from zhiyin.connectors.wording import FileError
from zhiyin.connectors.workbook import open_workbook
from zhiyin.domain.row import Place, Row, SetAside

FORMATS = ("auto", "csv", "xlsx", "jsonl", "text")
_BY_SUFFIX = {
    **dict.fromkeys((".csv", ".tsv", ".tab"), "csv"),
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), "jsonl"),
    **dict.fromkeys((".txt", ".text", ".log"), "text"),
}
_SAMPLE = 50
"""Lines looked at to find the dialect. From a pipe only the first: the sender may wait for an answer."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """``columns`` maps fields to names (or numbers) of columns; ``sheet`` empty means all visible sheets."""

    format: str = "auto"
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""


@contextmanager
def open_table(path: str, options: ReadOptions) -> Iterator[tuple[Source, Table]]:
    """FileError if nothing in it can be read. Rows that cannot be read do not stop it."""
    check_fields(options.columns)
    with open_source(path) as source, read_table(source, options) as table:
        yield source, table


@contextmanager
def read_table(source: Source, options: ReadOptions) -> Iterator[Table]:
    """As ``open_table``, of a source that is open already."""
    head = source.head()
    if head.startswith(_OLE):
        raise FileError("xls", path=source.name)
    if options.format == "xlsx" or head.startswith(_ZIP):
        with source.seekable() as stream, open_workbook(stream, source.name) as sheets:
            yield sheet_table(sheets, options.sheet, options.columns)
        return
    check_bytes(head, source.name)
    yield _text_table(source, options)


def _text_table(source: Source, options: ReadOptions) -> Table:
    stream = lines(decoded(source.chunks(), source.name, options.encoding))
    sample = _sample(source, stream)
    every = itertools.chain(sample, stream)
    if options.encoding is None and (is_page(source.head()) or not _is_table(sample, options.columns)):
        if options.format == "auto":
            check_name(source.head(), source.name)
        check_text(source.head(), source.name)
    kind = options.format if options.format != "auto" else _sniff(source, sample)
    first = next((s.text.strip() for s in sample if s.text and s.text.strip()), "")
    if kind == "jsonl":
        if first.startswith("["):
            raise FileError("json_array", path=source.name)
        rows = JsonlRows(every, options.columns, first)
        return Table("jsonl", rows.names, {TEXT: TEXT}, frozenset(), True, iter(rows))
    if kind == "text":
        return Table("text", (TEXT,), {TEXT: TEXT}, frozenset(), False, _text_rows(every))
    return _delimited_table(every, sample, options.columns)


def _sample(source: Source, stream: Iterator[Line]) -> list[Line]:
    try:
        return list(itertools.islice(stream, 1 if source.live else _SAMPLE))
    except FileError as e:
        if e.code in ("binary", "encoding"):  # of a workbook it helps nobody to hear of encodings
            check_name(source.head(), source.name)
        raise


def _is_table(sample: Sequence[Line], chosen: Mapping[str, str]) -> bool:
    """The first line names a known or chosen column. Such a file is read whatever its name and dirt: many systems
    export tab-separated text under the name .xls."""
    records = Records(sample, find_delimiter(sample, is_known))
    header = next((r.cells for r in records if r.cells), [])
    return any(is_known(cell) or cell in chosen.values() for cell in header)


def _sniff(source: Source, sample: Sequence[Line]) -> str:
    """By the end of the name, else by the first line that is not empty."""
    suffix = "." + source.name.rpartition(".")[2].lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    first = next((s.text.strip() for s in sample if s.text and s.text.strip()), "")
    if first.startswith("{") or (first.startswith('"') and first.endswith('"') and '","' not in first):
        return "jsonl"
    return "csv" if is_known(first) or find_delimiter(sample, is_known) else "text"


def _text_rows(stream: Iterable[Line]) -> Iterator[Row | SetAside]:
    """One row a line; an empty line is a row without text, so that lines in and objects out stay in step."""
    builder = RowBuilder(map_columns((TEXT,), {}), Talk())
    for line in stream:
        place = Place(line.number, line.number)
        if line.text is None:
            yield SetAside(place, "too_long", str(MAX_LINE))
        else:
            yield builder.build(place, [line.text.rstrip("\r\n")])


def _delimited_table(every: Iterable[Line], sample: Sequence[Line], chosen: Mapping[str, str]) -> Table:
    delimiter = find_delimiter(sample, is_known)
    heads = [r.cells for r in Records(sample, delimiter) if r.cells]
    records = iter(Records(every, delimiter))
    columns = columns_of(heads, chosen)
    builder = RowBuilder(columns, Talk(), delimiter or "")
    if columns.has_header:
        next(records, None)
    return Table("csv", columns.names, named(columns), columns.personal, columns.has_header, _records(records, builder))


def _records(records: Iterable[Record], builder: RowBuilder) -> Iterator[Row | SetAside]:
    for number, record in enumerate(records, 1):
        place = Place(number, record.line)
        if record.cells is None:
            yield SetAside(place, record.problem, str(MAX_LINE) if record.problem == "too_long" else "")
        else:
            yield builder.build(place, record.cells)
