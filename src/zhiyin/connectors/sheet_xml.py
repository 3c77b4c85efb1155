"""Sheet XML: the rows of one sheet, cell by cell, without keeping what was read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Protocol
from xml.etree.ElementTree import Element, iterparse

from openpyxl.utils.datetime import from_excel

MAX_SHEET_COLUMNS = 1000
MAX_SHEET_ROWS = 1_048_576
"""Excel's own limit; what lies beyond is not read."""


class Strings(Protocol):
    def __getitem__(self, number: int) -> str: ...


def local(element: Element) -> str:
    """The tag without its name space, which differs between strict and transitional workbooks."""
    return element.tag.rpartition("}")[2]


def runs_text(element: Element) -> str:
    """The text of a string item: its own and its runs', without phonetic guides."""
    parts: list[str] = []
    for child in element:
        kind = local(child)
        if kind == "t":
            parts.append(child.text or "")
        elif kind == "r":
            parts.extend(t.text or "" for t in child if local(t) == "t")
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class CellReader:
    """``dates`` are styles that show numbers as dates; ``epoch`` is day 0 of this workbook."""

    strings: Strings
    dates: frozenset[int]
    epoch: datetime

    def text(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(runs_text(child) for child in cell if local(child) == "is")
        value = next((child.text or "" for child in cell if local(child) == "v"), "")
        if kind == "s" and value:
            return self.strings[int(value)]
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return self._number(value, int(cell.get("s", "0"))) if kind == "n" and value else value

    def _number(self, value: str, style: int) -> str:
        number = float(value)
        if style in self.dates:
            try:
                return str(from_excel(number, self.epoch))
            except (OverflowError, ValueError):
                return value
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else value


def sheet_rows(xml: IO[bytes], cells: CellReader) -> Iterator[list[str]]:
    """One list per row of the sheet, counted from 1; rows that the file leaves out come as empty lists."""
    number = 0
    holder: Element | None = None
    # Expat (2.4 and later, in every Python 3.11) stops entity expansion itself.
    for event, node in iterparse(xml, ("start", "end")):  # noqa: S314
        if event == "start":
            holder = node if local(node) == "sheetData" else holder
            continue
        if local(node) != "row" or holder is None:
            continue
        at = min(int(node.get("r") or number + 1), MAX_SHEET_ROWS)
        while number + 1 < at:
            number += 1
            yield []
        number += 1
        yield _row(list(node), cells)
        holder.clear()


def _row(nodes: Sequence[Element], cells: CellReader) -> list[str]:
    row: list[str] = []
    for node in nodes:
        column = _column(node.get("r", "")) or len(row) + 1
        if column > MAX_SHEET_COLUMNS:
            break
        row.extend("" for _ in range(column - 1 - len(row)))
        row[column - 1 :] = [cells.text(node)]
    while row and not row[-1]:
        row.pop()
    return row


def _column(reference: str) -> int:
    """``BC12`` -> 55; 0 if there is no reference."""
    column = 0
    for char in reference:
        if not "A" <= char <= "Z":
            break
        column = 26 * column + ord(char) - 64
    return column
