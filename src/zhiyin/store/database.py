"""Database: the reader and writer connections that all topics of the store share, and statements both kinds know."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from zhiyin.domain.errors import StoreError, ZhiyinError
from zhiyin.store import engines, migrate
from zhiyin.store.address import Address
from zhiyin.store.cipher import PLAIN_HEADER, CipherFile
from zhiyin.store.faults import explain
from zhiyin.store.writer import Operation, Writer

I = TypeVar("I")  # noqa: E741 - item
R = TypeVar("R")
P = ParamSpec("P")


class Database:
    """Open before use. Reads see everything that was committed before they began."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._encrypted = engines.encrypted(address)
        self._reading = engines.reading(address, self._encrypted)
        self._writing = engines.writing(address, self._encrypted)
        self._writer = Writer(self._writing)

    async def open(self) -> None:
        try:
            if self.address.is_sqlite:
                await asyncio.to_thread(probe, self.address, self._encrypted)
            await self._writing.run(migrate.to_newest)
        except (SQLAlchemyError, OSError) as error:
            await self._dispose()
            raise explain(error, self.address.shown) from error
        except ZhiyinError:
            await self._dispose()
            raise
        self._writer.start()

    async def close(self) -> None:
        """What was asked to be written before is written first."""
        await self._writer.close()
        await self._dispose()

    async def _dispose(self) -> None:
        await self._writing.close()
        await self._reading.close()

    async def read(self, query: Callable[Concatenate[sa.Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a query at one moment of the store."""
        try:
            return await self._reading.run(lambda connection: query(connection, *args, **kwargs))
        except (SQLAlchemyError, OSError) as error:
            raise explain(error, self.address.shown) from error

    async def write(self, operation: Operation[I, R], items: Sequence[I]) -> list[R]:
        """One result per item, after they are durable."""
        try:
            return await self._writer.write(operation, items)
        except (SQLAlchemyError, OSError) as error:
            raise explain(error, self.address.shown) from error

    async def ping(self) -> None:
        if not self._writer.alive:
            raise StoreError(f"the store {self.address.shown} is not open")
        await self.read(lambda connection: connection.execute(sa.text("SELECT 1")).scalar())


def insert(connection: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say ON CONFLICT; both kinds write it alike."""
    return insert_of(connection.dialect.name, table)


def insert_of(dialect: str, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def probe(address: Address, encrypted: CipherFile | None) -> None:
    """Make the file (readable by its owner only) if there is none, and see whether it can be read."""
    path = address.path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if encrypted is None:
            path.touch(mode=0o600, exist_ok=True)
        header = _header(path)
    except OSError as error:
        raise StoreError(f"the store file {path} cannot be opened: {error.strerror}") from error
    plain = header == PLAIN_HEADER
    if encrypted is not None:
        if plain or (path.exists() and not header):
            raise StoreError(
                f"{path} is not encrypted, but a store key is set: open it without the key, or make a backup and "
                "restore it into a new file with the key"
            )
        encrypted.prepare()
    elif header and not plain:
        raise StoreError(f"{path} is encrypted (or no SQLite file at all): set the store key it was made with")


def _header(path: Path) -> bytes:
    if not path.exists():
        return b""
    with path.open("rb") as file:
        return file.read(len(PLAIN_HEADER))
