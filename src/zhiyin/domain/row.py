"""Row: one row of a file on its way from what was written to how it felt.

Row -> ReadRow, or SetAside with the reason. One of the two comes out for each row that goes in.
"""

from dataclasses import dataclass

from zhiyin.domain.reading import Reading
from zhiyin.domain.text import RawText, SafeText
from zhiyin.domain.utterance import Masked, Role

_NOTHING = RawText("")
_SAFE_NOTHING = SafeText("")


@dataclass(frozen=True, slots=True)
class Place:
    """``number`` counts data rows from 1 through the whole file; ``line`` is where a person finds it (0: unknown)."""

    number: int
    line: int = 0
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class RawTurn:
    role: Role
    text: RawText


@dataclass(frozen=True, slots=True)
class Row:
    """``conversation`` names the chat it belongs to (empty: none); it may be personal and is never shown.

    ``at`` is in milliseconds since 1970 UTC. ``cells`` are all cells as written, in the order of the columns;
    ``unfit`` says why the text cannot be read (a code of ``pipeline.quality``; empty: it can);
    ``missing`` names the needed fields that the file has a column for but this row leaves empty.
    """

    place: Place
    text: RawText
    role: Role = Role.CUSTOMER
    conversation: str = ""
    at: int | None = None
    rating: float | None = None
    channel: RawText = _NOTHING
    product: RawText = _NOTHING
    context: tuple[RawTurn, ...] = ()
    cells: tuple[RawText, ...] = ()
    missing: tuple[str, ...] = ()
    unfit: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row without a reading. ``code`` is a key of ``connectors.wording``; ``detail`` holds no personal data."""

    place: Place
    code: str
    detail: str = ""
    cells: tuple[SafeText, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row with its reading; everything in it is masked."""

    place: Place
    masked: Masked
    reading: Reading
    at: int | None = None
    rating: float | None = None
    channel: SafeText = _SAFE_NOTHING
    product: SafeText = _SAFE_NOTHING
    cells: tuple[SafeText, ...] = ()
    missing: tuple[str, ...] = ()
