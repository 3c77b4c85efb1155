"""Shared strings of a workbook on disk instead of in memory: a large export holds hundreds of MB of them."""

import tempfile
from array import array
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from zhiyin.connectors.sheet_xml import local, runs_text

_CACHED = 4096
MAX_CELL = 32_767
"""Characters in a cell, by Excel's own limit. Longer strings are cut one past it, so that a row is set aside."""


class SharedStrings:
    """Strings by number, as the cells of a sheet refer to them."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as this object; closed by ``close``
        self._ends = array("Q", [0])
        self._cache: dict[int, str] = {}

    def load(self, xml: IO[bytes]) -> None:
        root: Element | None = None
        # Expat (2.4 and later, in every Python 3.11) stops entity expansion itself.
        for event, node in iterparse(xml, ("start", "end")):  # noqa: S314
            root = node if root is None else root
            if event == "end" and local(node) == "si":
                text = runs_text(node)[: MAX_CELL + 1]
                self._ends.append(self._ends[-1] + self._file.write(text.encode("utf-8", "replace")))
                root.clear()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        """IndexError if the workbook refers to a string that it does not hold."""
        found = self._cache.get(number)
        if found is None:
            if not 0 <= number < len(self):
                raise IndexError(number)
            start, end = self._ends[number], self._ends[number + 1]
            self._file.seek(start)
            found = self._file.read(end - start).decode("utf-8")
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            self._cache[number] = found
        return found

    def close(self) -> None:
        self._file.close()
