"""Cipher: SQLite files encrypted at rest by SQLCipher (AES-256, every page authenticated)."""

import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import ModuleType

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_dbapi

from zhiyin.domain.errors import StoreError

PLAIN_HEADER = b"SQLite format 3\x00"
"""First bytes of a SQLite file that is not encrypted."""

_ERRORS = ("DatabaseError", "Error", "IntegrityError", "NotSupportedError", "OperationalError", "ProgrammingError")


def load() -> ModuleType:
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise StoreError(
            "a store key is set, but the package sqlcipher3 is missing: run `pip install sqlcipher3` "
            "(Linux and macOS), or leave the key away and encrypt the disk"
        ) from None
    return dbapi2  # type: ignore[no-any-return]  # sqlcipher3 ships no types


def connect(path: Path, key: str, timeout: float) -> sqlite3.Connection:
    """A connection that has the key but has not tried it yet: the first query fails where it is wrong."""
    connection: sqlite3.Connection = load().connect(
        str(path), timeout=timeout, isolation_level=None, check_same_thread=False
    )
    # PRAGMA takes no bound parameters; doubling the quotes is SQL's own way to keep the key one literal.
    quoted = key.replace("'", "''")
    connection.execute(f"PRAGMA key = '{quoted}'")
    return connection


def creator(path: Path, key: str, timeout: float) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    """For ``create_async_engine(async_creator=...)``: aiosqlite around a SQLCipher connection."""

    async def create() -> aiosqlite.Connection:
        connection = aiosqlite.Connection(lambda: connect(path, key, timeout), iter_chunk_size=64)
        # As SQLAlchemy does for its own: a connection left open must not keep the process from ending.
        connection._thread.daemon = True
        return await connection

    return create


class _CipherDriver(AsyncAdapt_aiosqlite_dbapi):
    """SQLAlchemy's aiosqlite driver that knows SQLCipher's errors; they are not those of ``sqlite3``."""

    def _init_dbapi_attributes(self) -> None:
        super()._init_dbapi_attributes()
        for name in _ERRORS:
            setattr(self, name, getattr(self.sqlite, name))


def driver() -> AsyncAdapt_aiosqlite_dbapi:
    return _CipherDriver(aiosqlite, load())
