"""Table: what one file holds, whatever its format: names of columns, known fields, and rows as they come."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhiyin.domain.row import Row, SetAside


@dataclass(frozen=True, slots=True)
class Table:
    """``fields`` maps each field that was recognised to the name of its column; ``personal`` columns are hidden whole.

    ``rows`` gives one Row or SetAside per input row, in order, and can be gone through once.
    """

    format: str
    columns: tuple[str, ...]
    fields: dict[str, str]
    personal: frozenset[int]
    has_header: bool
    rows: Iterator[Row | SetAside]
