"""Engines: connections to SQLite (plain or encrypted) and PostgreSQL, for one durable writer and many readers."""

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from zhiyin.store import cipher
from zhiyin.store.address import Address
from zhiyin.store.cipher import CipherFile

READERS = 4
"""Read connections. SQLite readers run beside the writer in WAL mode; more than cores would gain nothing."""

BUSY_S = 15.0
"""How long a SQLite connection waits for another process's write before it gives up."""

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # FULL: a commit is on the disk when it returns, also after a power cut. NORMAL would lose the last ones.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # Sorting must never spill masked text of an encrypted store into a plain temporary file.
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",
    "PRAGMA journal_size_limit=67108864",
)


def encrypted(address: Address) -> CipherFile | None:
    return CipherFile(address.path, address.key, BUSY_S) if address.key else None


def writing(address: Address, encrypted: CipherFile | None) -> AsyncEngine:
    """One connection, for the writer task alone."""
    if address.is_sqlite:
        return _sqlite(address, encrypted, size=1, begin="BEGIN IMMEDIATE")
    return create_async_engine(address.url, pool_size=1, max_overflow=0, hide_parameters=True, pool_pre_ping=True)


def reading(address: Address, encrypted: CipherFile | None) -> AsyncEngine:
    if address.is_sqlite:
        return _sqlite(address, encrypted, size=READERS, begin="BEGIN")
    return create_async_engine(
        address.url,
        pool_size=READERS,
        max_overflow=0,
        hide_parameters=True,
        pool_pre_ping=True,
        # Several statements of one read see the same moment, as they do on SQLite.
        isolation_level="REPEATABLE READ",
    )


def _sqlite(address: Address, encrypted: CipherFile | None, *, size: int, begin: str) -> AsyncEngine:
    if encrypted:
        engine = create_async_engine(
            address.url,
            pool_size=size,
            max_overflow=0,
            hide_parameters=True,
            module=cipher.driver(),
            async_creator=encrypted.creator(),
        )
    else:
        engine = create_async_engine(
            address.url,
            pool_size=size,
            max_overflow=0,
            hide_parameters=True,
            # No transactions of the driver's own: they begin where SQLAlchemy says, see _begin.
            connect_args={"isolation_level": None, "timeout": BUSY_S},
        )

    def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    sa.event.listen(engine.sync_engine, "connect", _prepare)
    sa.event.listen(engine.sync_engine, "begin", _begin)
    return engine
