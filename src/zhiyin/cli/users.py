"""zhiyin user: who may sign in to the console. Passwords are typed or read, never given as arguments."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TextIO, TypeVar

import click

from zhiyin.app import SystemClock, opened_store
from zhiyin.config import load
from zhiyin.domain.errors import NotFoundError
from zhiyin.domain.key import Access
from zhiyin.domain.user import User, UserChange, login_of
from zhiyin.engine.people.hasher import Hasher
from zhiyin.engine.people.user_desk import UserDesk, Wanted
from zhiyin.seams import Store

R = TypeVar("R")

_FROM = click.option(
    "--password-file",
    type=click.File(encoding="utf-8"),
    help="File that holds the password; - for standard input. Without it the terminal asks.",
)


@click.group()
def user() -> None:
    """Users: who may sign in to the console."""


@user.command("add")
@click.argument("login")
@click.option("--name", default="", help="Name to show; the login name if left out.")
@click.option("--access", type=click.Choice([a.value for a in Access]), default=Access.ADMIN.value, show_default=True)
@click.option("--tenant", default="default", show_default=True)
@click.option("--staff", default="", help="How events name this person (fact agent); else by login or name.")
@_FROM
def user_add(login: str, name: str, access: str, tenant: str, staff: str, password_file: TextIO | None) -> None:
    """Make a user who signs in with LOGIN. On a service that was open, everybody must sign in from then on."""
    wanted = Wanted(tenant, login_of(login), name, Access(access), _password(password_file), staff=staff)
    made = _with_desk(lambda _, desk: desk.add(wanted))
    click.echo(f"user {made.login} ({made.access.value}) made", err=True)


@user.command("list")
def user_list() -> None:
    """List users."""
    for found in _with_desk(lambda store, _: store.users()):
        state = "disabled" if found.disabled_at is not None else "enabled"
        way = "single sign-on" if found.subject else "password"
        click.echo(f"{found.login:<24} {found.tenant}  {found.access.value:<10} {state:<8} {way:<14} {found.name}")


@user.command("disable")
@click.argument("login")
@click.option("--undo", is_flag=True, help="Enable again.")
def user_disable(login: str, undo: bool) -> None:
    """Keep a user from signing in and end all sessions (a running service notices within 5 seconds)."""

    async def disable(store: Store, desk: UserDesk) -> User:
        found = await _find(store, login)
        return await desk.change(found.tenant, found.id, UserChange(disabled=not undo))

    changed = _with_desk(disable)
    click.echo(f"user {changed.login} {'enabled' if undo else 'disabled'}", err=True)


@user.command("password")
@click.argument("login")
@_FROM
def user_password(login: str, password_file: TextIO | None) -> None:
    """Give a user another password; all sessions of that user end."""
    password = _password(password_file)

    async def change(store: Store, desk: UserDesk) -> User:
        found = await _find(store, login)
        return await desk.set_password(found.tenant, found.id, password)

    click.echo(f"password of {_with_desk(change).login} changed", err=True)


def _password(file: TextIO | None) -> str:
    if file is not None:
        return file.readline(4096).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.UsageError("there is no terminal to ask for the password; give it by --password-file (- for stdin)")
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked


async def _find(store: Store, login: str) -> User:
    found = await store.find_user(login_of(login))
    if found is None:
        raise NotFoundError(f"no user {login}; see 'zhiyin user list'")
    return found


def _with_desk(use: Callable[[Store, UserDesk], Awaitable[R]]) -> R:
    async def run() -> R:
        async with opened_store(load()) as store:
            return await use(store, UserDesk(store, SystemClock(), Hasher()))

    return asyncio.run(run())
