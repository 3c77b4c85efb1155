"""zhiyin audit: the operation log from the command line: does it hold, what stands in it, take it along."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

import click

from zhiyin.app import SystemClock, audit_key_of, opened_store
from zhiyin.config import load
from zhiyin.domain.audit_check import AuditCheck
from zhiyin.domain.audit_entry import AuditEntry
from zhiyin.domain.errors import InputError
from zhiyin.engine.audit_log import AuditLog
from zhiyin.engine.audit_walk import Anchor
from zhiyin.seams import AuditQuery
from zhiyin.web.api.audit import export_lines

T = TypeVar("T")
TENANT = click.option("--tenant", default="default", show_default=True)


@click.group()
def audit() -> None:
    """The operation log: who did what."""


@audit.command("verify")
@TENANT
@click.option("--anchor", metavar="NUMBER:DIGEST", help="What an earlier check said of its last entry.")
def verify(tenant: str, anchor: str | None) -> None:
    """Walk the chain; exit code 1 and the entry's number if it does not hold.

    Write down the last line of a check somewhere else: with --anchor a later check shows whether the log, head and
    all, was put back to an older state or made anew.
    """
    noted = _anchor(anchor) if anchor else None
    check = _with_log(lambda log: log.verify(tenant, noted))
    _say(check)
    if not check.whole:
        raise SystemExit(1)


@audit.command("list")
@TENANT
@click.option("--who", help="Only of this name.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
def list_entries(tenant: str, who: str | None, limit: int) -> None:
    """The newest entries, newest first."""
    query = AuditQuery(tenant, who, limit=limit)
    for entry in _with_log(lambda log: log.trail.audit_entries(query)):
        click.echo(_line(entry))


@audit.command("export")
@TENANT
@click.option("--form", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True)
@click.argument("file", type=click.Path(path_type=Path))
def export(tenant: str, form: str, file: Path) -> None:
    """Write all entries to FILE ('-' for standard output). The export itself is noted in the log."""

    async def write(log: AuditLog) -> int:
        await log.did(tenant, "audit export", f"as {form}", who="command line", how="cli")
        count = 0
        with _opened(file) as out:
            async for line in export_lines(log.trail, AuditQuery(tenant), form):
                out.write(line)
                count += 1
        return count

    try:
        lines = _with_log(write)
    except FileExistsError:
        raise InputError(f"{file} exists already: choose another name") from None
    click.echo(f"{file}: {lines - (form == 'csv')} entries", err=True)


def _opened(file: Path) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdout.buffer) if str(file) == "-" else file.open("xb")


def _say(check: AuditCheck) -> None:
    if check.whole:
        sealed = f"{check.sealed} of them sealed by a key" if check.sealed else "none of them sealed by a key"
        click.echo(f"the chain of {check.entries} entries is whole, {sealed}")
    else:
        why = check.why.value.replace("_", " ") if check.why else "unknown"
        click.echo(f"the chain does not hold at entry {check.broken_at}: {why}", err=True)
    if check.keyed and check.sealed < check.entries:
        click.echo(f"{check.entries - check.sealed} entries were written without the key", err=True)
    click.echo(f"last entry {check.last}:{check.head}")


def _line(entry: AuditEntry) -> str:
    note = entry.note
    at = datetime.fromtimestamp(note.at / 1000).astimezone().isoformat(timespec="seconds")
    params = " ".join(f"{name}={value}" for name, value in note.params.items())
    said = " ".join(part for part in (note.deed, params, str(note.status or ""), note.detail) if part)
    return f"{entry.sequence:>7}  {at}  {note.who or '-'} ({note.role or note.how or '-'})  {said}"


def _anchor(text: str) -> Anchor:
    number, _, digest = text.partition(":")
    if not number.isascii() or not number.isdigit() or len(digest) != 64:
        raise InputError("--anchor must be NUMBER:DIGEST, as 'zhiyin audit verify' prints it")
    return int(number), digest


def _with_log(use: Callable[[AuditLog], Awaitable[T]]) -> T:
    async def run() -> T:
        config = load()
        async with opened_store(config) as store:
            return await use(AuditLog(store, SystemClock(), audit_key_of(config)))

    return asyncio.run(run())
