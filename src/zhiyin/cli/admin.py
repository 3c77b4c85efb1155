"""zhiyin doctor, key, openapi: for those who keep the service running."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import click

from zhiyin.app import SystemClock, audit_key_of, opened_store
from zhiyin.cli.checks import Finding, examine
from zhiyin.config import load
from zhiyin.domain.errors import NotFoundError
from zhiyin.domain.key import Access, ApiKey
from zhiyin.engine.audit_log import AuditLog
from zhiyin.engine.key_secret import ID_CHARACTERS, new_secret
from zhiyin.seams import Store
from zhiyin.web.server import describe

_MARKS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "fail": ("✗", "red")}


@click.command()
def doctor() -> None:
    """Say what is configured, what is missing, and how to mend it."""
    findings = asyncio.run(examine())
    for finding in findings:
        _show(finding)
    if any(f.level == "fail" for f in findings):
        raise SystemExit(1)


def _show(finding: Finding) -> None:
    mark, colour = _MARKS[finding.level]
    click.secho(f" {mark} ", fg=colour, nl=False)
    click.echo(f"{finding.what}: {finding.detail}")
    if finding.mend:
        click.echo(f"     -> {finding.mend}")


@click.group()
def key() -> None:
    """API keys: who may call the service."""


@key.command("add")
@click.argument("name")
@click.option("--access", type=click.Choice([a.value for a in Access]), default=Access.ADMIN.value, show_default=True)
@click.option("--tenant", default="default", show_default=True)
def key_add(name: str, access: str, tenant: str) -> None:
    """Make a key. It is shown once and kept nowhere; only its SHA-256 is stored."""
    secret, digest = new_secret()
    made = ApiKey(digest[:ID_CHARACTERS], tenant, name, Access(access), digest, SystemClock().now())

    async def add(store: Store) -> None:
        await store.add_key(made)
        await _note(store, tenant, "key add", f"key {made.id} {name!r} as {access}")

    _with_store(add)
    click.echo(secret)
    click.echo(f"Key {made.id} for {name} ({access}). Write it down now: it cannot be shown again.", err=True)


@key.command("list")
def key_list() -> None:
    """List keys (never their secrets)."""

    async def show(store: Store) -> None:
        for found in await store.keys():
            state = "revoked" if found.revoked_at else "valid"
            click.echo(f"{found.id}  {found.tenant}  {found.access.value:<10} {state:<8} {found.name}")

    _with_store(show)


@key.command("revoke")
@click.argument("key_id")
def key_revoke(key_id: str) -> None:
    """Make a key useless from now on (a running service notices within 5 seconds)."""

    async def revoke(store: Store) -> None:
        found = next((key for key in await store.keys() if key.id == key_id), None)
        if found is None or not await store.revoke_key(key_id, SystemClock().now()):
            raise NotFoundError(f"no valid key {key_id}; see 'zhiyin key list'")
        await _note(store, found.tenant, "key revoke", f"key {key_id} {found.name!r}")

    _with_store(revoke)
    click.echo(f"key {key_id} revoked", err=True)


@click.command()
@click.option("--shapes", is_flag=True, help="The shapes of answers only, without the routes.")
def openapi(shapes: bool) -> None:
    """Print the OpenAPI description of the service (JSON)."""
    described = describe()
    told = {**described, "paths": {}, "components": _untitled(described["components"])} if shapes else described
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


def _untitled(value: object) -> object:
    """Without the titles that pydantic makes of the names of fields: beside the name they say nothing, at length."""
    if isinstance(value, dict):
        return {k: _untitled(v) for k, v in value.items() if not (k == "title" and isinstance(v, str))}
    return [_untitled(v) for v in value] if isinstance(value, list) else value


async def _note(store: Store, tenant: str, deed: str, detail: str) -> None:
    log = AuditLog(store, SystemClock(), audit_key_of(load()))
    await log.did(tenant, deed, detail, who="command line", how="cli")


def _with_store(use: Callable[[Store], Awaitable[None]]) -> None:
    async def run() -> None:
        async with opened_store(load()) as store:
            await use(store)

    asyncio.run(run())
