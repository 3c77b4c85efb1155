"""JSONL: one string or object per line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import msgspec

from zhiyin.connectors.aliases import TEXT
from zhiyin.connectors.columns import Columns, map_columns
from zhiyin.connectors.lines import MAX_LINE, Line
from zhiyin.connectors.rows import RowBuilder
from zhiyin.connectors.talk import Talk
from zhiyin.connectors.wording import FileError
from zhiyin.domain.row import Place, Row, SetAside
from zhiyin.domain.text import RawText

_KINDS = {dict: "object", list: "list", bool: "bool", int: "number", float: "number", type(None): "null"}
_SHOWN = 20
_EMPTY = RawText("")


class JsonlRows:
    """Keys may differ from line to line. ``names`` are those of the first object: the columns of an enriched CSV."""

    def __init__(self, lines: Iterable[Line], chosen: Mapping[str, str], first: str) -> None:
        self._lines = lines
        self._chosen = chosen
        self._talk = Talk()
        self._builders: dict[tuple[str, ...], RowBuilder | None] = {}
        self.names = self._names_of(first)

    def __iter__(self) -> Iterator[Row | SetAside]:
        number = 0
        for line in self._lines:
            if line.text is not None and not line.text.strip():
                continue
            number += 1
            yield self._row(Place(number, line.number), line.text)

    def _row(self, place: Place, text: str | None) -> Row | SetAside:
        if text is None:
            return SetAside(place, "too_long", str(MAX_LINE))
        try:
            value = msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError) as e:
            return SetAside(place, "json", str(e))
        if isinstance(value, str):
            value = {TEXT: value}
        if not isinstance(value, dict):
            return SetAside(place, "json_kind", _KINDS[type(value)])
        cells = {k: _cell(v) for k, v in value.items()}
        keys = tuple(cells)
        builder = self._builder(keys)
        if builder is None:
            return SetAside(place, "no_text", "、".join(k[:_SHOWN] for k in list(cells)[:_SHOWN]))
        if isinstance(told := value[keys[builder.text_column]], dict | list | bool):
            return SetAside(place, "json_kind", _KINDS[type(told)])
        row = builder.build(place, list(cells.values()))
        return _in_columns(row, cells, self.names)

    def _builder(self, keys: tuple[str, ...]) -> RowBuilder | None:
        if keys not in self._builders:
            columns = _columns(keys, self._chosen)
            if len(self._builders) > 1000:
                self._builders.clear()
            self._builders[keys] = RowBuilder(columns, self._talk) if columns else None
        return self._builders[keys]

    def _names_of(self, first: str) -> tuple[str, ...]:
        try:
            value = msgspec.json.decode(first)
        except (msgspec.DecodeError, RecursionError):
            value = ""
        return tuple(str(k) for k in value) if isinstance(value, dict) else (TEXT,)


def _columns(keys: tuple[str, ...], chosen: Mapping[str, str]) -> Columns | None:
    try:
        return map_columns(keys, {f: n for f, n in chosen.items() if n in keys})
    except FileError:
        return None


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _in_columns(row: Row | SetAside, cells: Mapping[str, str], names: tuple[str, ...]) -> Row | SetAside:
    """The cells of this row, in the order of the first row's keys."""
    if isinstance(row, SetAside) or tuple(cells) == names:
        return row
    raw = dict(zip(cells, row.cells, strict=True))
    return replace(row, cells=tuple(raw.get(name, _EMPTY) for name in names))
