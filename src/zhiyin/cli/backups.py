"""zhiyin backup, restore: all that is stored, to a file and back; also from SQLite to PostgreSQL."""

import asyncio
from pathlib import Path

import click

from zhiyin.config import load
from zhiyin.store.backup import restore_backup, write_backup
from zhiyin.store.backup_file import Contents


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Seal with this key.")
def backup(file: Path, key_file: Path | None) -> None:
    """Write all that is stored to FILE and read it back to verify it; works while the service runs.

    Where the store is encrypted, so is the backup, with the same key unless another is given.
    """
    config = load()
    written = write_backup(config.store_url, file, key=config.store_key or None, backup_key=_key(key_file))
    click.echo(f"{file}: {_said(asyncio.run(written))}", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Key it is sealed with.")
@click.option("--force", is_flag=True, help="Replace what the configured store holds.")
def restore(file: Path, key_file: Path | None, force: bool) -> None:
    """Put a backup into the configured store, all or nothing; stop the service first."""
    config = load()
    Path(config.home).mkdir(parents=True, exist_ok=True)
    key = config.store_key or None
    read = restore_backup(file, config.store_url, key=key, backup_key=_key(key_file), force=force)
    click.echo(f"{file}: {_said(asyncio.run(read))} restored", err=True)


def _key(file: Path | None) -> str | None:
    return file.read_text(encoding="utf-8").strip() if file else None


def _said(contents: Contents) -> str:
    return ", ".join(f"{count} {table}" for table, count in sorted(contents.tables.items()))
