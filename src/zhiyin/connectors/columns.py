"""Columns: which column of a file holds which field, found by its name or told by the user."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhiyin.connectors.aliases import ALIASES, PERSONAL, TEXT
from zhiyin.connectors.times import parse_time
from zhiyin.connectors.wording import FileError

MAX_COLUMNS = 1000
_BRACKETS = re.compile(r"[(\[{【〔<《「].*?[)\]}】〕>》」]")
_JOINTS = re.compile(r"[\s_\-:：.。*#\"'/\\]+")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?$")
_SENTENCE = re.compile(r"[，。！？；、,!?…~]")
_HEADER_CELL = 20
"""Characters. Names of columns are shorter; what is longer is already data."""


def normalised(name: str) -> str:
    """``＂ 评价 内容（必填）＂`` and ``评价内容`` are one name; so are ``Created At`` and ``created_at``."""
    folded = unicodedata.normalize("NFKC", name).strip().lstrip("\ufeff").lower()
    bare = _JOINTS.sub("", _BRACKETS.sub("", folded))
    return bare or _JOINTS.sub("", folded)


_FIELD_OF: Mapping[str, tuple[str, int]] = {
    normalised(alias): (field, rank) for field, aliases in ALIASES.items() for rank, alias in enumerate(aliases)
}


def is_known(name: str) -> bool:
    key = normalised(name)
    return key in _FIELD_OF or key in PERSONAL


@dataclass(frozen=True, slots=True)
class Columns:
    """``index`` maps fields to positions; ``personal`` are positions whose cells are hidden whole."""

    names: tuple[str, ...]
    index: Mapping[str, int]
    personal: frozenset[int]
    has_header: bool = True


def map_columns(names: Sequence[str], chosen: Mapping[str, str], has_header: bool = True) -> Columns:
    """By alias, best rank first; ``chosen`` (field -> name, or number from 1) wins. FileError if no text is found."""
    if len(names) > MAX_COLUMNS:
        raise FileError("too_many_columns", count=len(names), limit=MAX_COLUMNS)
    index: dict[str, int] = {}
    ranks: dict[str, int] = {}
    keys = [normalised(n) for n in names]
    for position, key in enumerate(keys):
        field, rank = _FIELD_OF.get(key, ("", 0))
        if field and rank < ranks.get(field, len(_FIELD_OF)):
            index[field], ranks[field] = position, rank
    for field, name in chosen.items():
        index = {f: p for f, p in index.items() if f != field and p != _position(name, names, keys)}
        index[field] = _position(name, names, keys)
    if TEXT not in index:
        raise FileError("no_text_column", columns="、".join(n or "''" for n in names))
    personal = frozenset(p for p, key in enumerate(keys) if key in PERSONAL and p not in index.values())
    return Columns(_distinct(names), index, personal, has_header)


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Empty names become their position, and repeated ones are counted, so that each column has a name of its own."""
    seen: dict[str, int] = {}
    distinct = []
    for position, name in enumerate(names, 1):
        shown = name.strip() or f"列{position}"
        seen[shown] = seen.get(shown, 0) + 1
        distinct.append(shown if seen[shown] == 1 else f"{shown} ({seen[shown]})")
    return tuple(distinct)


def _position(name: str, names: Sequence[str], keys: Sequence[str]) -> int:
    if name in names:
        return list(names).index(name)
    if normalised(name) in keys:
        return list(keys).index(normalised(name))
    if name.isdigit() and 1 <= int(name) <= len(names):
        return int(name) - 1
    raise FileError("no_column", name=name, columns="、".join(names))


def check_fields(chosen: Mapping[str, str]) -> None:
    """FileError if a column is given for a field that there is not."""
    for field in chosen:
        if field not in ALIASES:
            raise FileError("no_field", name=field, fields=" ".join(ALIASES))


def is_header(first: Sequence[str], second: Sequence[str] | None) -> bool:
    """Does the first record name columns? Known names say yes; data among its cells says no.

    One lone unknown cell is data: a file with one column needs no name for it.
    """
    if any(is_known(c) for c in first):
        return not any(len(c) > 3 * _HEADER_CELL for c in first)
    if len(first) == 1 or second is None:
        return False
    return not any(_is_data(c) for c in first)


def _is_data(cell: str) -> bool:
    stripped = cell.strip()
    return bool(
        not stripped
        or len(stripped) > _HEADER_CELL
        or _NUMBER.match(stripped)
        or _SENTENCE.search(stripped)
        or parse_time(stripped) is not None
    )


def guess_columns(sample: Sequence[Sequence[str]], chosen: Mapping[str, str]) -> Columns:
    """Without a header: the text is the column with the longest words, the time the one whose cells are all times."""
    width = max(len(r) for r in sample)
    names = [f"列{p + 1}" for p in range(width)]
    cells = [[r[p].strip() if p < len(r) else "" for r in sample] for p in range(width)]
    guessed = dict(chosen)
    if TEXT not in guessed:
        lengths = [sum(sum(ch.isalpha() for ch in c) for c in column) for column in cells]
        guessed[TEXT] = str(lengths.index(max(lengths)) + 1)
    for p, column in enumerate(cells):
        timed = [parse_time(c) for c in column if c]
        if timed and all(t is not None for t in timed) and str(p + 1) not in guessed.values():
            guessed.setdefault("created_at", str(p + 1))
    return map_columns(names, guessed, has_header=False)


def columns_of(heads: Sequence[Sequence[str]], chosen: Mapping[str, str]) -> Columns:
    """From the first records: by their header, or guessed if they have none."""
    if not heads:
        return map_columns((TEXT,), {}, has_header=False)
    if is_header(heads[0], heads[1] if len(heads) > 1 else None) or set(chosen.values()) & set(heads[0]):
        return map_columns([c.strip() for c in heads[0]], chosen)
    return guess_columns(heads, chosen)


def named(columns: Columns) -> dict[str, str]:
    return {f: columns.names[p] for f, p in columns.index.items()}
