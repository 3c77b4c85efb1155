"""Backup file: one form for all kinds of store, so that a backup of one can be restored into another.

JSON lines, compressed by gzip, sealed (see ``envelope``) if there is a key:

    {"format": "zhiyin-backup-1", "schema": "0001"}
    {"table": "events", "columns": ["tenant", ...]}
    ["acme", "c1", ...]                                one line per row
    {"rows": 2}                                        ends a table
    ...
    {"tables": {"events": 2, ...}}                     ends the file: without it, it was cut off
"""

import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

import msgspec

from zhiyin.domain.errors import StoreError
from zhiyin.store.codec import Cell
from zhiyin.store.envelope import MAGIC, OpeningReader, SealingWriter

FORMAT = "zhiyin-backup-1"
PAGE = 500
"""Rows handled at once."""

T = TypeVar("T")
Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds: the schema of the database it was made of, and rows by table."""

    schema: str
    tables: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Start:
    format: str
    schema: str


@dataclass(frozen=True, slots=True)
class _Table:
    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _TableEnd:
    rows: int


@dataclass(frozen=True, slots=True)
class _End:
    tables: dict[str, int]


class BackupWriter:
    """Use as a context. Blocking; call it from a thread where a loop must go on."""

    def __init__(self, path: Path, key: str | None, schema: str) -> None:
        self._stack = ExitStack()
        file = self._stack.enter_context(path.open("xb"))
        path.chmod(0o600)
        below = self._stack.enter_context(SealingWriter(file, key)) if key else file
        self._out = self._stack.enter_context(gzip.GzipFile(fileobj=cast(BinaryIO, below), mode="wb", mtime=0))
        self._tables: dict[str, int] = {}
        self._table = ""
        self._line(_Start(FORMAT, schema))

    def __enter__(self) -> "BackupWriter":
        return self

    def __exit__(self, *failure: object) -> None:
        self._stack.close()

    def begin_table(self, name: str, columns: Sequence[str]) -> None:
        self._table = name
        self._tables[name] = 0
        self._line(_Table(name, tuple(columns)))

    def rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        self._out.write(b"".join(msgspec.json.encode(list(row)) + b"\n" for row in rows))
        self._tables[self._table] += len(rows)

    def end_table(self) -> None:
        self._line(_TableEnd(self._tables[self._table]))

    def end(self) -> None:
        self._line(_End(self._tables))

    def _line(self, noun: object) -> None:
        self._out.write(msgspec.json.encode(noun) + b"\n")


class BackupReader:
    """Use as a context. StoreError wherever the file is not what ``BackupWriter`` wrote."""

    def __init__(self, path: Path, key: str | None) -> None:
        self._path = path
        self._counts: dict[str, int] = {}
        with ExitStack() as stack:
            self._in = self._open(stack, key)
            start = self._decode(_Start)
            if start.format != FORMAT:
                raise StoreError(f"the backup {path} is of the form {start.format}, this program reads {FORMAT}")
            self.schema = start.schema
            self._stack = stack.pop_all()

    def _open(self, stack: ExitStack, key: str | None) -> gzip.GzipFile:
        try:
            file = stack.enter_context(self._path.open("rb"))
        except OSError as error:
            raise StoreError(f"the backup {self._path} cannot be opened: {error.strerror}") from None
        sealed = file.read(len(MAGIC)) == MAGIC
        file.seek(0)
        if sealed and not key:
            raise StoreError(f"the backup {self._path} is encrypted: give the key it was made with")
        below = io.BufferedReader(OpeningReader(file, key)) if sealed and key else file
        return stack.enter_context(gzip.GzipFile(fileobj=below, mode="rb"))

    def __enter__(self) -> "BackupReader":
        return self

    def __exit__(self, *failure: object) -> None:
        self._stack.close()

    def tables(self) -> Iterator[tuple[str, tuple[str, ...], Iterator[list[Row]]]]:
        """Name, columns and pages of rows. The pages of a table must be read before the next table is asked for."""
        while not (line := self._line()).startswith(b'{"tables"'):
            table = self._decode(_Table, line)
            yield table.table, table.columns, self._pages(table)
        if self._decode(_End, line).tables != self._counts or not self._ended():
            raise self._damaged()

    def check(self) -> Contents:
        """Reads all of it."""
        for _, _, pages in self.tables():
            for _ in pages:
                pass
        return Contents(self.schema, self._counts)

    def _pages(self, table: _Table) -> Iterator[list[Row]]:
        count = 0
        page: list[Row] = []
        while (line := self._line()).startswith(b"["):
            page.append(self._decode(Row, line))
            if len(page[-1]) != len(table.columns):
                raise self._damaged()
            count += 1
            if len(page) == PAGE:
                yield page
                page = []
        if self._decode(_TableEnd, line).rows != count:
            raise self._damaged()
        self._counts[table.table] = count
        if page:
            yield page

    def _ended(self) -> bool:
        """Whether nothing follows. Reading the end is also what makes gzip compare its checksum."""
        try:
            return not self._in.read(1)
        except (OSError, EOFError, zlib.error):
            return False

    def _line(self) -> bytes:
        try:
            line = self._in.readline()
        except (OSError, EOFError, zlib.error):
            raise self._damaged() from None
        if not line:
            raise self._damaged()
        return line

    def _decode(self, kind: type[T], line: bytes | None = None) -> T:
        try:
            return msgspec.json.decode(self._line() if line is None else line, type=kind)
        except msgspec.MsgspecError:
            raise self._damaged() from None

    def _damaged(self) -> StoreError:
        return StoreError(f"the backup {self._path} is damaged, cut off or no backup: take another one")
