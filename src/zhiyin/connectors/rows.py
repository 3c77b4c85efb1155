"""Rows: from the cells of one record to a Row, or to a SetAside that says why not."""

import json
import math
from collections.abc import Sequence

from zhiyin.connectors.aliases import AT, CHANNEL, CONTEXT, CONVERSATION, PRODUCT, RATING, ROLE, TEXT
from zhiyin.connectors.columns import Columns
from zhiyin.connectors.roles import parse_role
from zhiyin.connectors.talk import Talk
from zhiyin.connectors.times import parse_time
from zhiyin.domain.row import Place, RawTurn, Row, SetAside
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import Role
from zhiyin.pipeline.features import CONTEXT_TURNS
from zhiyin.pipeline.quality import garbled

MAX_TEXT = 20_000
"""Characters of one text. Longer ones are no review and no turn of a chat."""
NEEDED = (AT, ROLE, CONVERSATION)
"""Fields that a complete row has, besides its text, if the file has a column for them."""
_RATING_WORDS = {"好评": 5.0, "中评": 3.0, "差评": 1.0}


class RowBuilder:
    """Holds the columns of one file or sheet. ``delimiter`` joins surplus cells again when the text comes last."""

    def __init__(self, columns: Columns, talk: Talk, delimiter: str | None = None) -> None:
        self._columns = columns
        self._talk = talk
        self._delimiter = delimiter
        self._width = len(columns.names)
        self._needed = [(f, columns.index[f]) for f in NEEDED if f in columns.index]

    @property
    def text_column(self) -> int:
        return self._columns.index[TEXT]

    def build(self, place: Place, cells: Sequence[str]) -> Row | SetAside:
        fitted = self._fitted(cells)
        if fitted is None:
            return SetAside(place, "cells", f"{len(cells)} / {self._width}")
        text = fitted[self.text_column]
        if len(text) > MAX_TEXT:
            return SetAside(place, "too_long", str(MAX_TEXT))
        context = parse_context(self._get(fitted, CONTEXT))
        if context is None:
            return SetAside(place, "context")
        turn = RawTurn(self._role(fitted), RawText(text))
        conversation = self._get(fitted, CONVERSATION).strip()
        unfit = garbled(text) or ""
        before = () if unfit else self._talk.follow(conversation, turn)
        return Row(
            place=place,
            text=turn.text,
            role=turn.role,
            conversation=conversation,
            at=parse_time(self._get(fitted, AT)),
            rating=parse_rating(self._get(fitted, RATING)),
            channel=RawText(self._get(fitted, CHANNEL)),
            product=RawText(self._get(fitted, PRODUCT)),
            context=context or before,
            cells=tuple(map(RawText, fitted)),
            missing=tuple(f for f, p in self._needed if not fitted[p].strip()),
            unfit=unfit,
        )

    def _get(self, cells: Sequence[str], field: str) -> str:
        position = self._columns.index.get(field)
        return "" if position is None else cells[position]

    def _role(self, cells: Sequence[str]) -> Role:
        return parse_role(self._get(cells, ROLE))

    def _fitted(self, cells: Sequence[str]) -> list[str] | None:
        """As many cells as columns. A text that comes last may hold bare delimiters; empty surplus is nothing."""
        surplus = len(cells) - self._width
        if surplus <= 0:
            return [*cells, *("" for _ in range(-surplus))]
        if not any(cells[self._width :]):
            return list(cells[: self._width])
        if self._delimiter and self.text_column == self._width - 1:
            return [*cells[: self._width - 1], self._delimiter.join(cells[self._width - 1 :])]
        return None


def parse_rating(text: str) -> float | None:
    """``5``, ``4.5``, ``5星``, ``5分``, ``好评``; None if it is no rating."""
    word = text.strip().rstrip("星分")
    if word in _RATING_WORDS:
        return _RATING_WORDS[word]
    try:
        number = float(word)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def parse_context(cell: object) -> tuple[RawTurn, ...] | None:
    """A list of {role, text}, as such or as JSON in a cell; the last turns of it. None if it is something else."""
    if isinstance(cell, str):
        if not cell.strip():
            return ()
        try:
            cell = json.loads(cell)
        except ValueError:
            return None
    if not isinstance(cell, list):
        return None
    turns = [_turn(item) for item in cell[-CONTEXT_TURNS:]]
    known = tuple(t for t in turns if t is not None)
    return known if len(known) == len(turns) else None


def _turn(item: object) -> RawTurn | None:
    if not isinstance(item, dict):
        return None
    role, text = item.get("role"), item.get("text")
    if not isinstance(role, str) or not isinstance(text, str):
        return None
    return RawTurn(parse_role(role), RawText(text[-MAX_TEXT:]))
