"""Backup and restore: one file with all that the store holds, while the service runs; between all kinds of store."""

import asyncio
import os
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from zhiyin.domain.errors import StoreError
from zhiyin.store import engines, migrate
from zhiyin.store.address import Address, parse
from zhiyin.store.backup_file import PAGE, BackupReader, BackupWriter, Contents
from zhiyin.store.database import probe
from zhiyin.store.faults import explain
from zhiyin.store.tables import metadata


async def write_backup(url: str, path: Path, *, key: str | None = None, backup_key: str | None = None) -> Contents:
    """All rows of one moment, read back and counted before ``path`` appears. Sealed by ``backup_key``, or else ``key``.

    StoreError if there is no store, or ``path`` exists already.
    """
    address = parse(url, key)
    await asyncio.to_thread(_check_places, address, path)
    seal = backup_key or key
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        written = await _write(address, draft, seal)
        found = await asyncio.to_thread(check_backup, draft, seal)
        if found != written:
            raise StoreError(f"the backup of {address.shown} did not read back as it was written; check the disk")
        await asyncio.to_thread(draft.rename, path)
    except OSError as error:
        raise StoreError(f"the backup {path} cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
    return written


def _check_places(address: Address, path: Path) -> None:
    if path.exists():
        raise StoreError(f"{path} exists already: choose another name, backups are never overwritten")
    if address.is_sqlite and not address.path.exists():
        raise StoreError(f"there is no store at {address.path} to back up")


def check_backup(path: Path, key: str | None = None) -> Contents:
    """Reads a backup to its end. StoreError if it is damaged, cut off, or ``key`` does not open it. Blocking."""
    with BackupReader(path, key) as reader:
        return reader.check()


async def restore_backup(
    path: Path, url: str, *, key: str | None = None, backup_key: str | None = None, force: bool = False
) -> Contents:
    """Put a backup into a store, all or nothing, and bring it to the newest schema. Stop the service first.

    The backup is checked whole before anything is touched. StoreError if the store holds anything, unless ``force``.
    """
    address = parse(url, key)
    seal = backup_key or key
    contents = await asyncio.to_thread(check_backup, path, seal)
    if contents.schema not in migrate.known():
        raise StoreError(f"the backup {path} has schema {contents.schema}, which this program is too old for")
    encrypted = engines.encrypted(address)
    gate = engines.writing(address, encrypted)
    try:
        if address.is_sqlite:
            await asyncio.to_thread(probe, address, encrypted)
        await gate.run(partial(_restore, path=path, seal=seal, force=force))
    except SQLAlchemyError as error:
        raise explain(error, address.shown) from error
    finally:
        await gate.close()
    return contents


async def _write(address: Address, path: Path, seal: str | None) -> Contents:
    encrypted = engines.encrypted(address)
    gate = engines.reading(address, encrypted)
    try:
        if address.is_sqlite:
            await asyncio.to_thread(probe, address, encrypted)
        return await gate.run(partial(_copy, path=path, seal=seal))
    except SQLAlchemyError as error:
        raise explain(error, address.shown) from error
    finally:
        await gate.close()


def _copy(connection: sa.Connection, path: Path, seal: str | None) -> Contents:
    schema = migrate.current(connection)
    if schema is None:
        raise StoreError("the store is empty: there is nothing to back up")
    counts = {}
    with BackupWriter(path, seal, schema) as writer:
        for table in _tables(connection):
            # Reflected names are SQLAlchemy's own kind of string.
            name = str(table.name)
            writer.begin_table(name, [str(c.name) for c in table.columns])
            counts[name] = 0
            ordered = sa.select(table).order_by(*table.primary_key.columns)
            # Fetched page by page, so that memory does not grow with the table.
            for rows in connection.execution_options(yield_per=PAGE).execute(ordered).partitions():
                writer.rows(rows)
                counts[name] += len(rows)
            writer.end_table()
        writer.end()
    return Contents(schema, counts)


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """Our tables as they are in this database, which may be of an older schema; others there are not ours to copy."""
    found = sa.MetaData()
    there = set(sa.inspect(connection).get_table_names())
    found.reflect(connection, only=sorted(there & set(metadata.tables)))
    return sorted(found.tables.values(), key=lambda table: table.name)


def _restore(connection: sa.Connection, path: Path, seal: str | None, force: bool) -> None:
    tables = _tables(connection)
    full = [t.name for t in tables if connection.execute(sa.select(sa.literal(1)).select_from(t).limit(1)).first()]
    if full and not force:
        raise StoreError(f"the store is not empty (it has {', '.join(full)}): restore elsewhere, or force it")
    for table in tables:
        table.drop(connection)
    connection.execute(sa.text("DROP TABLE IF EXISTS alembic_version"))
    with BackupReader(path, seal) as reader:
        migrate.to_revision(connection, reader.schema)
        for name, columns, pages in reader.tables():
            statement = sa.insert(sa.table(name, *(sa.column(c) for c in columns)))
            for rows in pages:
                connection.execute(statement, [dict(zip(columns, row, strict=True)) for row in rows])
    migrate.to_newest(connection)
