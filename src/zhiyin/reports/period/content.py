"""ReportContent: what a report says, before it becomes HTML, PDF, XLSX or DOCX. Its texts are masked or ours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Tone = Literal["good", "bad", "plain"]


class Form(StrEnum):
    """How a number is written; each format of file has its own way."""

    TEXT = "text"
    COUNT = "count"
    PERCENT = "percent"
    """A share of 0-1."""
    POINTS = "points"
    """A difference of two shares, in percentage points when written."""
    DECIMAL = "decimal"
    SECONDS = "seconds"


Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure. ``number`` and ``before`` in the unit of ``form``; None: not known, which ``value`` says in words.

    ``change`` says the difference, ``certain`` whether it is more than chance.
    """

    label: str
    value: str
    form: Form
    number: float | None
    before: float | None
    change: str
    certain: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Cards:
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """``title`` is empty where the section's own title says enough."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


ChartKind = Literal["bars", "line", "heat"]


@dataclass(frozen=True, slots=True)
class Picture:
    """``svg`` is drawn by ``pictures``; ``table`` holds the numbers behind it, first column the names.

    ``series``: which columns of the table a native chart shows, where a format has such.
    """

    id: str
    title: str
    note: str
    svg: str
    kind: ChartKind
    table: Table
    series: tuple[int, ...] = (1,)


@dataclass(frozen=True, slots=True)
class Quote:
    """Masked words of a customer. ``link``: where the conversation opens in the console; empty if that is not known."""

    text: str
    tag: str
    where: str
    tone: Tone = "plain"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Quotes:
    title: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A line of a list: what to do or know, and the figure it rests on."""

    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Para:
    text: str


Block = Cards | Picture | Table | Quotes | Points | Para


@dataclass(frozen=True, slots=True)
class Section:
    """``key`` names it in tests, sheets and anchors."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportContent:
    """``language`` is ``zh`` or ``en``; ``period`` and ``scope`` say of what it tells; ``made`` when and by what."""

    title: str
    period: str
    scope: str
    made: str
    headline: str
    sections: tuple[Section, ...]
    language: str
    made_at: int = 0
    """Ms since 1970 UTC, for the files' own properties."""

    def texts(self) -> Iterator[str]:
        """All that is written in it, in order."""
        yield from (self.title, self.period, self.scope, self.made, self.headline)
        for section in self.sections:
            yield from (section.title, section.note)
            for block in section.blocks:
                yield from texts_of(block)


def texts_of(block: Block) -> Iterator[str]:
    if isinstance(block, Para):
        yield block.text
    elif isinstance(block, Points):
        yield from (text for point in block.points for text in (point.text, point.why))
    elif isinstance(block, Cards):
        yield from (text for c in block.cards for text in (c.label, c.value, c.change, c.certain))
    elif isinstance(block, Quotes):
        yield block.title
        yield from (text for q in block.quotes for text in (q.text, q.tag, q.where))
    elif isinstance(block, Table):
        yield from _table_texts(block)
    else:
        yield from (block.title, block.note)
        yield from _table_texts(block.table)


def _table_texts(table: Table) -> Iterable[str]:
    yield from (table.title, table.note, *(column.title for column in table.columns))
    yield from (cell for row in table.rows for cell in row if isinstance(cell, str))
