"""Codec of rows of a file: a page of them as JSON. It reads back as safe text only what the mask made."""

from collections.abc import Sequence
from typing import Generic, TypeVar

import msgspec

from zhiyin.domain.errors import StoreError
from zhiyin.domain.masked_row import MaskedRow
from zhiyin.domain.row import ReadRow, SetAside

R = TypeVar("R", MaskedRow, ReadRow)


class _Page(msgspec.Struct, Generic[R]):
    """A row in one of the two lists, None in the other: JSON cannot tell the two nouns apart."""

    rows: list[R | None]
    aside: list[SetAside | None]


_masked = msgspec.json.Decoder(_Page[MaskedRow])
_read = msgspec.json.Decoder(_Page[ReadRow])


def masked_body(rows: Sequence[MaskedRow | SetAside]) -> str:
    return _body(rows)


def read_body(rows: Sequence[ReadRow | SetAside]) -> str:
    return _body(rows)


def to_masked(body: str) -> list[MaskedRow | SetAside]:
    return _rows(_masked, body)


def to_read(body: str) -> list[ReadRow | SetAside]:
    return _rows(_read, body)


def _body(rows: Sequence[object]) -> str:
    aside = [row if isinstance(row, SetAside) else None for row in rows]
    kept = [None if isinstance(row, SetAside) else row for row in rows]
    return msgspec.json.encode({"rows": kept, "aside": aside}).decode()


def _rows(decoder: "msgspec.json.Decoder[_Page[R]]", body: str) -> list[R | SetAside]:
    try:
        page = decoder.decode(body)
    except msgspec.MsgspecError as error:
        raise StoreError(f"a stored page of rows cannot be read ({error}); send the file again") from None
    found: list[R | SetAside] = []
    for row, aside in zip(page.rows, page.aside, strict=True):
        either = row if row is not None else aside
        if either is not None:
            found.append(either)
    return found
