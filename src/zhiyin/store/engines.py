"""Engines: connections to SQLite (plain or encrypted) and PostgreSQL, for one durable writer and several readers."""

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from zhiyin.store import cipher
from zhiyin.store.address import Address
from zhiyin.store.cipher import CipherFile
from zhiyin.store.gate import Gate, LoopGate, ThreadGate

READERS = 4
"""Read connections. SQLite readers run beside the writer in WAL mode; more than cores would gain little."""

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


def writing(address: Address, encrypted: CipherFile | None) -> Gate:
    """One connection, for one writer at a time."""
    if address.is_sqlite:
        return ThreadGate(_sqlite(address, encrypted, 1, "BEGIN IMMEDIATE"), 1)
    return LoopGate(create_async_engine(address.url, pool_size=1, max_overflow=0, **_SERVER))


def reading(address: Address, encrypted: CipherFile | None) -> Gate:
    """A transaction of it sees one moment of the store, however many statements it has."""
    if address.is_sqlite:
        return ThreadGate(_sqlite(address, encrypted, READERS, "BEGIN"), READERS)
    return LoopGate(
        create_async_engine(
            address.url, pool_size=READERS, max_overflow=0, isolation_level="REPEATABLE READ", **_SERVER
        )
    )


# Parameters hold what customers said: they must not appear in errors. A server may have closed idle connections.
_SERVER = {"hide_parameters": True, "pool_pre_ping": True}


def _sqlite(address: Address, encrypted: CipherFile | None, size: int, begin: str) -> sa.Engine:
    # No transactions of the driver's own (isolation_level None): they begin where SQLAlchemy says, see _begin.
    if encrypted:
        engine = sa.create_engine(
            address.url,
            pool_size=size,
            max_overflow=0,
            hide_parameters=True,
            module=cipher.load(),
            creator=encrypted.connect,
        )
    else:
        engine = sa.create_engine(
            address.url,
            pool_size=size,
            max_overflow=0,
            hide_parameters=True,
            connect_args={"isolation_level": None, "timeout": BUSY_S, "check_same_thread": False},
        )

    def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine
