"""Workbook: XLSX, row by row, in bounded memory, with limits against files that unpack without end."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from zhiyin.connectors.foreign import check_archive
from zhiyin.connectors.merges import filled, find_merges
from zhiyin.connectors.shared_strings import SharedStrings
from zhiyin.connectors.sheet_xml import CellReader, local, sheet_rows
from zhiyin.connectors.wording import FileError

MAX_UNPACKED = 4 << 30
"""Bytes of all parts together. Excel's million rows of long reviews stay below."""
MAX_RATIO = 300
"""Unpacked to packed, of one part. Deflate reaches 1,000; sheets of text reach 5 to 30, of equal cells about 100."""
_SMALL = 1 << 20
_BOOK, _RELATIONS, _STYLES, _STRINGS = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
)


_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    LookupError,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    OSError,
)
"""What zip and XML readers raise on damaged, encrypted or oddly packed parts (OSError: a part said to lie before 0)."""


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as e:
        raise FileError("xlsx", path=name, why=type(e).__name__) from e


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    _file: str
    _part: str
    _archive: zipfile.ZipFile
    _cells: CellReader

    def rows(self) -> Iterator[list[str]]:
        """Cells as text, merged ranges filled; counted as in the sheet, so empty rows come too."""
        with _reading(self._file):
            with self._archive.open(self._part) as xml:
                merges = find_merges(xml)
            with self._archive.open(self._part) as xml:
                yield from filled(sheet_rows(xml, self._cells), merges)


@contextmanager
def open_workbook(stream: IO[bytes], name: str) -> Iterator[list[Sheet]]:
    """The visible sheets. FileError if it is no workbook, is damaged, or unpacks to too much."""
    with ExitStack() as stack:
        with _reading(name):
            archive = stack.enter_context(zipfile.ZipFile(stream))
            _check(archive, name)
            strings = stack.enter_context(closing(SharedStrings()))
            if _STRINGS in archive.namelist():
                with archive.open(_STRINGS) as xml:
                    strings.load(xml)
            sheets = _sheets(archive, strings, name)
        yield sheets


def _check(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    if _BOOK not in archive.namelist():
        check_archive(archive, name)
    size = sum(p.file_size for p in parts)
    tight = any(p.file_size > _SMALL and p.file_size > MAX_RATIO * max(1, p.compress_size) for p in parts)
    if size > MAX_UNPACKED or tight:
        raise FileError("zip_bomb", path=name, size=size >> 20, limit=MAX_UNPACKED >> 20)


def _sheets(archive: zipfile.ZipFile, strings: SharedStrings, name: str) -> list[Sheet]:
    targets = {e.get("Id", ""): e.get("Target", "") for e in _elements(archive, _RELATIONS, "Relationship")}
    epoch = CALENDAR_WINDOWS_1900
    if any(e.get("date1904") in ("1", "true") for e in _elements(archive, _BOOK, "workbookPr")):
        epoch = CALENDAR_MAC_1904
    cells = CellReader(strings, _date_styles(archive), epoch)
    sheets = []
    for element in _elements(archive, _BOOK, "sheet"):
        target = targets.get(_attribute(element, "id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if element.get("state", "visible") == "visible" and part in archive.namelist() and "worksheet" in part:
            sheets.append(Sheet(element.get("name", ""), name, part, archive, cells))
    return sheets


def _date_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Numbers of the cell styles that show a number as a date."""
    if _STYLES not in archive.namelist():
        return frozenset()
    formats: Mapping[int, str] = dict(BUILTIN_FORMATS) | {
        int(e.get("numFmtId", "0")): e.get("formatCode", "") for e in _elements(archive, _STYLES, "numFmt")
    }
    styles: list[Element] = []
    for table in _elements(archive, _STYLES, "cellXfs"):
        styles = list(table)
    return frozenset(n for n, s in enumerate(styles) if is_date_format(formats.get(int(s.get("numFmtId", "0")), "")))


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> list[Element]:
    # Expat (2.4 and later, in every Python 3.11) stops entity expansion itself; these parts are small.
    with archive.open(part) as xml:
        return [node for _, node in iterparse(xml) if local(node) == name]  # noqa: S314


def _attribute(element: Element, name: str) -> str:
    """By local name: strict and transitional workbooks put it into different name spaces."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")
