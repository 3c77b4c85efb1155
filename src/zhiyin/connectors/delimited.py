"""Delimited: records of CSV and its kin, with the dialect found out and one broken record losing only itself."""

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from zhiyin.connectors.lines import Line

DELIMITERS = (",", "\t", ";", "|")
MAX_RECORD_LINES = 1000
MAX_RECORD = 200_000
"""Characters of one record. Above this, or above 1,000 lines, a quote was surely never closed."""


@dataclass(frozen=True, slots=True)
class Record:
    """``cells`` is None and ``problem`` a code of ``wording.PROBLEMS`` if the record cannot be read."""

    line: int
    cells: list[str] | None
    problem: str = ""


class _Unclosed(Exception):  # noqa: N818 - leaves the csv reader through its line source, never this module
    pass


class Records:
    """Iterates records. After a quote that is never closed it goes on with the line after, so good rows are kept."""

    def __init__(self, lines: Iterable[Line], delimiter: str | None) -> None:
        """``delimiter`` None: the file has one column, and each record is one cell."""
        self._lines = iter(lines)
        self._again: deque[Line] = deque()
        self._taken: list[Line] = []
        self._size = 0
        self._ended = False
        self._delimiter = delimiter

    def __iter__(self) -> Iterator[Record]:
        while (first := self._next()) is not None:
            if first.text is None:
                yield Record(first.number, None, "too_long")
            elif first.text.strip("\r\n"):
                yield self._record(first)

    def _next(self) -> Line | None:
        return self._again.popleft() if self._again else next(self._lines, None)

    def _record(self, first: Line) -> Record:
        text = first.text or ""
        if '"' not in text:
            cells = [text.rstrip("\r\n")] if self._delimiter is None else text.rstrip("\r\n").split(self._delimiter)
            return Record(first.number, cells)
        self._taken, self._size, self._ended = [], 0, False
        try:
            # A NUL never occurs in text that was decoded, so it stands for "no delimiter".
            cells = next(csv.reader(self._feed(first), delimiter=self._delimiter or "\x00"))
            if not self._ended:
                return Record(first.number, cells)
        except (_Unclosed, csv.Error):
            pass
        self._again.extendleft(reversed(self._taken[1:]))
        return Record(first.number, None, "quote")

    def _feed(self, first: Line) -> Iterator[str]:
        line: Line | None = first
        while line is not None:
            self._taken.append(line)
            self._size += len(line.text or "")
            if line.text is None or len(self._taken) > MAX_RECORD_LINES or self._size > MAX_RECORD:
                raise _Unclosed
            yield line.text
            line = self._next()
        self._ended = True


def find_delimiter(sample: Sequence[Line], known: Callable[[str], bool]) -> str | None:
    """The delimiter that gives a header with known names, else the one that cuts most evenly; None: one column.

    ``known`` says whether a cell is the name of a field.
    """
    best: tuple[float, float, str | None] = (0.0, 0.0, None)
    for delimiter in DELIMITERS:
        records = [r.cells for r in Records(sample, delimiter) if r.cells]
        if not records or len(records[0]) < 2:
            continue
        names = sum(known(c) for c in records[0])
        width = len(records[0])
        even = sum(len(r) == width for r in records) / len(records)
        if names == 0 and (even < 0.9 or len(records) < 2):
            continue
        best = max(best, (float(names), even, delimiter), key=lambda b: b[:2])
    return best[2]
