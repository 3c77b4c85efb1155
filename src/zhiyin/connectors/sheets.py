"""Sheets: the sheets of a workbook as one table. Each sheet may have its own header."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from zhiyin.connectors.columns import Columns, columns_of, named
from zhiyin.connectors.rows import RowBuilder
from zhiyin.connectors.table import Table
from zhiyin.connectors.talk import Talk
from zhiyin.connectors.wording import FileError
from zhiyin.connectors.workbook import Sheet
from zhiyin.domain.row import Place, Row, SetAside
from zhiyin.domain.text import RawText

_SAMPLE = 50
_EMPTY = RawText("")


@dataclass(frozen=True, slots=True)
class _Page:
    sheet: Sheet
    columns: Columns
    skipped: int
    """Rows up to and with the header."""


def sheet_table(sheets: Sequence[Sheet], wanted: str, chosen: Mapping[str, str]) -> Table:
    """All sheets in which a text is found, or the one asked for; FileError if there is none."""
    known = [s for s in sheets if wanted in ("", s.name)]
    if not known:
        raise FileError("no_sheet", name=wanted, sheets="、".join(s.name for s in sheets))
    pages: list[_Page] = []
    refused: FileError | None = None
    for sheet in known:
        try:
            page = _page(sheet, chosen)
        except FileError as e:
            refused = refused or e
            continue
        if page is not None:
            pages.append(page)
    if not pages:
        raise refused or FileError("no_rows", path="、".join(s.name for s in known))
    names = tuple(dict.fromkeys(n for p in pages for n in p.columns.names))
    personal = frozenset(names.index(p.columns.names[i]) for p in pages for i in p.columns.personal)
    first = pages[0].columns
    return Table("xlsx", names, named(first), personal, first.has_header, _rows(pages, names))


def _page(sheet: Sheet, chosen: Mapping[str, str]) -> _Page | None:
    sample = list(itertools.islice(sheet.rows(), _SAMPLE))
    heads = [row for row in sample if any(row)]
    if not heads:
        return None
    # A title above the table is one lone (often merged) cell; the header is the first row with several.
    start = next((i for i, row in enumerate(sample) if len({c for c in row if c}) > 1), sample.index(heads[0]))
    heads = [row for row in sample[start:] if any(row)]
    columns = columns_of(heads, chosen)
    return _Page(sheet, columns, start + 1 if columns.has_header else start)


def _rows(pages: Sequence[_Page], names: tuple[str, ...]) -> Iterator[Row | SetAside]:
    number = 0
    for page in pages:
        builder = RowBuilder(page.columns, Talk())
        for line, cells in enumerate(page.sheet.rows(), 1):
            if line <= page.skipped or not any(cells):
                continue
            number += 1
            row = builder.build(Place(number, line, page.sheet.name), cells)
            yield row if page.columns.names == names else _spread(row, page.columns.names, names)


def _spread(row: Row | SetAside, own: tuple[str, ...], names: tuple[str, ...]) -> Row | SetAside:
    """The cells under the names of all sheets together."""
    if isinstance(row, SetAside):
        return row
    raw = dict(zip(own, row.cells, strict=True))
    return replace(row, cells=tuple(raw.get(n, _EMPTY) for n in names))
