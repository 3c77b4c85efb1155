"""Merged cells: openpyxl's streaming mode leaves all but the first cell of a merged range empty; this fills them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from openpyxl.utils.cell import range_boundaries

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_OVERLAP = 200
MAX_MERGES = 100_000


@dataclass(slots=True)
class Merge:
    """Rows and columns counted from 1, both ends included."""

    left: int
    top: int
    right: int
    bottom: int
    value: str = ""


def find_merges(sheet: IO[bytes]) -> list[Merge]:
    """All merged ranges, which stand behind the data in the XML: one pass over its bytes, without parsing."""
    found: dict[bytes, None] = {}
    tail = b""
    while (chunk := sheet.read(1 << 18)) and len(found) < MAX_MERGES:
        window = tail + chunk
        found.update(dict.fromkeys(_MERGE.findall(window)))
        tail = window[-_OVERLAP:]
    ranges = (range_boundaries(ref.decode("ascii")) for ref in found)
    merges = [Merge(left or 1, top or 1, right or 1, bottom or 1) for left, top, right, bottom in ranges]
    return sorted(merges, key=lambda m: m.top)


def filled(rows: Iterator[Sequence[str]], merges: Sequence[Merge]) -> Iterator[list[str]]:
    """The rows with each merged range holding its first cell's value everywhere. Only open ranges are looked at."""
    waiting = list(reversed(merges))
    opened: list[Merge] = []
    for number, row in enumerate(rows, 1):
        cells = list(row)
        while waiting and waiting[-1].top == number:
            merge = waiting.pop()
            merge.value = cells[merge.left - 1] if merge.left <= len(cells) else ""
            opened.append(merge)
        opened = [m for m in opened if m.bottom >= number]
        for merge in opened:
            for column in range(merge.left - 1, min(merge.right, len(cells))):
                cells[column] = merge.value
        yield cells
