"""Outcome file: business outcomes from a table, one or several of a row.

A table either names the kind of each row (类型, kind), or has columns of its own for what may come back (评分, 评价,
投诉, 退款, 复购, 流失); then a row may hold several outcomes.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources

import yaml

from zhiyin.connectors.columns import normalised
from zhiyin.connectors.open_table import ReadOptions
from zhiyin.connectors.records import NamedCells, Rows, open_records
from zhiyin.connectors.replay import safe_id
from zhiyin.connectors.rows import parse_rating
from zhiyin.connectors.times import parse_time
from zhiyin.connectors.wording import FileError
from zhiyin.domain.business_outcome import OutcomeKind
from zhiyin.domain.row import Place, SetAside
from zhiyin.domain.sent_outcome import SentOutcome
from zhiyin.domain.text import RawText

_data = yaml.load(
    resources.files("zhiyin.connectors").joinpath("outcome_aliases.yaml").read_text("utf-8"), yaml.CSafeLoader
)
FIELDS: dict[str, tuple[str, ...]] = {str(f): tuple(map(str, names)) for f, names in _data.items()}
"""Field -> names of its column, best first."""
_RANK = {normalised(name): (rank, f) for f, names in FIELDS.items() for rank, name in enumerate(names)}
_FLAGS = (OutcomeKind.COMPLAINT, OutcomeKind.REFUND, OutcomeKind.REPURCHASE, OutcomeKind.CHURN)
"""Kinds that have a column of their own, which says yes or no."""
_CHINESE = dict(zip(("评分", "评价", "投诉", "退款", "复购", "流失"), OutcomeKind, strict=True))
_YES = frozenset(
    {"是", "有", "对", "真", "y", "yes", "true", "t", "√", "✓", "✔", "已投诉", "已退款", "已复购", "已流失"}
)
_NO = frozenset(
    {"", "否", "无", "没有", "不", "假", "n", "no", "false", "f", "-", "--", "/", "×", "✗", "null", "none", "nan"}
)
_NUMBER = re.compile(r"[¥￥]?\s*(\d+(?:[.,]\d+)*)\s*元?")
_NOT = re.compile(r"(?:未|无|没有?|不曾)(?:投诉|退款|复购|流失)?")
_DAY_MS = 86_400_000
_ZONE_MS = 8 * 3_600_000


@dataclass(frozen=True, slots=True)
class FileOutcome:
    place: Place
    sent: SentOutcome


@dataclass(slots=True)
class OutcomeRows:
    """Iterates what the rows hold. ``silent`` counts rows that say that nothing came back."""

    _rows: Rows
    _path: str
    _tenant: str
    _chosen: Mapping[str, str]
    silent: int = 0
    _seen: Counter[str] = field(default_factory=Counter)
    _columns: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[FileOutcome | SetAside]:
        for row in self._rows:
            if isinstance(row, SetAside):
                yield row
                continue
            try:
                found = self._outcomes(self._fields(row))
            except _RowProblem as problem:
                yield SetAside(row.place, problem.code, problem.detail)
                continue
            self.silent += not found
            for sent in found:
                yield FileOutcome(row.place, sent)

    def _fields(self, row: NamedCells) -> dict[str, str]:
        """The cells under the names of our fields; the columns are looked up once for each set of names."""
        names = tuple(row.cells)
        if names not in self._columns:
            self._columns[names] = self._map(names)
        return {f: row.cells[name] for f, name in self._columns[names].items()}

    def _map(self, names: tuple[str, ...]) -> dict[str, str]:
        best: dict[str, tuple[int, str]] = {}
        for name in names:
            rank, known = _RANK.get(normalised(name), (0, ""))
            if known and (known not in best or rank < best[known][0]):
                best[known] = (rank, name)
        found = {f: name for f, (_, name) in best.items()}
        found.update({f: name for f, name in self._chosen.items() if name in names})
        if not self._columns:
            self._check(found, names)
        return found

    def _check(self, found: Mapping[str, str], names: tuple[str, ...]) -> None:
        """The first row shows whether this is a table of outcomes at all."""
        missing = [what for what, fields in _NEEDED if not fields & found.keys()]
        # A bare withdrawal in JSON names its id only.
        if missing and not {"id", "withdrawn"} <= found.keys():
            raise FileError(
                "no_outcome_columns",
                path=self._path,
                missing="、".join(missing),
                columns="、".join(n[:20] for n in names[:30]),
                fields=" ".join(FIELDS),
            )

    def _outcomes(self, cells: Mapping[str, str]) -> list[SentOutcome]:
        withdrawn = _yes(cells, "withdrawn") or False
        if withdrawn and cells.get("id") and not cells.get("at"):
            return [SentOutcome(self._tenant, cells["id"], withdrawn=True)]
        kinds = _kinds(cells)
        if not kinds:
            return []
        if not (cells.get("conversation") or cells.get("customer")):
            raise _RowProblem("no_link")
        at = _moment(cells.get("at", ""))
        if at is None:
            raise _RowProblem("no_time")
        # Words beside complaints and the like, where no review takes them, belong to the first of these.
        words = None if OutcomeKind.REVIEW in kinds else kinds[0]
        return [self._sent(kind, at, cells, withdrawn, kind is words) for kind in kinds]

    def _sent(self, kind: OutcomeKind, at: int, cells: Mapping[str, str], withdrawn: bool, words: bool) -> SentOutcome:
        conversation, customer = cells.get("conversation", ""), cells.get("customer", "")
        value, text = _content(kind, cells, words)
        return SentOutcome(
            tenant=self._tenant,
            id=self._name(kind, at, cells),
            kind=kind,
            at=at,
            conversation=safe_id(conversation) if conversation else "",
            customer=RawText(customer) if customer else None,
            value=value,
            bad=_yes(cells, "bad"),
            withdrawn=withdrawn,
            text=RawText(text) if text else None,
        )

    def _name(self, kind: OutcomeKind, at: int, cells: Mapping[str, str]) -> str:
        """The row's own id, or one made of what it is about, so that a second run adds nothing and may correct."""
        if given := cells.get("id"):
            return given if cells.get("kind") else f"{given}-{kind}"
        told = "\0".join((cells.get("conversation", ""), cells.get("customer", ""), kind, str(at)))
        digest = hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        self._seen[digest] += 1
        again = f"-{self._seen[digest]}" if self._seen[digest] > 1 else ""
        return f"row-{digest}{again}"


_NEEDED: tuple[tuple[str, frozenset[str]], ...] = (
    ("会话号或客户", frozenset({"conversation", "customer"})),
    ("时间", frozenset({"at"})),
    ("评分、评价、投诉、退款、复购、流失或类型", frozenset({"kind", "value", "text", *_FLAGS})),
)


class _RowProblem(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


@contextmanager
def open_outcomes(path: str, tenant: str, options: ReadOptions | None = None) -> Iterator[OutcomeRows]:
    """Business outcomes of a CSV, XLSX or JSONL. FileError if it cannot be read, or is no table of outcomes."""
    given = options or ReadOptions()
    for name in given.columns:
        if name not in FIELDS:
            raise FileError("no_field", name=name, fields=" ".join(FIELDS))
    with open_records(path, given, lambda cell: normalised(cell) in _RANK) as rows:
        yield OutcomeRows(rows, path, tenant, given.columns)


def _kinds(cells: Mapping[str, str]) -> list[OutcomeKind]:
    if named := cells.get("kind"):
        kind = _CHINESE.get(named) or next((k for k in OutcomeKind if k == named.lower()), None)
        if kind is None:
            raise _RowProblem("outcome_kind")
        return [kind]
    kinds = [kind for kind in _FLAGS if _flagged(kind, cells)]
    if _is_review(cells) and not (kinds and not cells.get("value")):
        kinds.append(OutcomeKind.REVIEW)
    elif cells.get("value") or parse_rating(cells.get("text", "")) is not None:
        kinds.append(OutcomeKind.RATING)
    return kinds


def _is_review(cells: Mapping[str, str]) -> bool:
    """Words, and not only stars that stand in the column of the words."""
    text = cells.get("text", "")
    return text not in _NO and parse_rating(text) is None


def _flagged(kind: OutcomeKind, cells: Mapping[str, str]) -> bool:
    """Whether it came back. Complaints may be told in words, refunds in money; nothing else is guessed at."""
    answer = _answer(cells.get(kind, ""))
    if answer is None and kind is not OutcomeKind.COMPLAINT:
        raise _RowProblem("yes_or_no", FIELDS[kind][1])
    return answer is None or answer


def _content(kind: OutcomeKind, cells: Mapping[str, str], words: bool) -> tuple[float | None, str]:
    """Stars and words of an outcome of this kind; ``words``: those of the row are its own."""
    text = cells.get("text", "") if _is_review(cells) else ""
    if kind is OutcomeKind.COMPLAINT and _answer(cells.get(kind, "")) is None:
        return None, cells[kind]
    if not kind.has_stars:
        return None, text if words else ""
    given = cells.get("value") or ("" if text else cells.get("text", ""))
    stars = parse_rating(given) if given not in _NO else None
    if stars is None:
        if given not in _NO:
            raise _RowProblem("stars")
        if kind is OutcomeKind.RATING:
            raise _RowProblem("no_stars")
    elif not 1 <= stars <= 5:
        raise _RowProblem("stars")
    return stars, text


def _yes(cells: Mapping[str, str], name: str) -> bool | None:
    """None where there is no such column or the cell is empty."""
    cell = cells.get(name, "")
    answer = _answer(cell) if cell else None
    if cell and answer is None:
        raise _RowProblem("yes_or_no", FIELDS[name][1])
    return answer


def _answer(cell: str) -> bool | None:
    """Yes, no, or None: neither. A number above 0, also as money, is a yes."""
    word = cell.strip().lower()
    if word in _NO or _NOT.fullmatch(word):
        return False
    if number := _NUMBER.fullmatch(word):
        return any(digit not in "0.," for digit in number[1])
    return True if word in _YES else None


def _moment(cell: str) -> int | None:
    """A day without a time counts as its last moment: what happened on it came after the talks of that day.

    Exports write such a day with or without ``00:00:00``, so midnight sharp (Chinese time) is taken for a day too.
    """
    at = parse_time(cell)
    return at + _DAY_MS - 1 if at is not None and (at + _ZONE_MS) % _DAY_MS == 0 else at
