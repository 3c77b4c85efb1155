"""Users: who may sign in. Of passwords only argon2id hashes are kept."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from zhiyin.domain.errors import ConflictError, NotFoundError
from zhiyin.domain.key import Access
from zhiyin.domain.user import User, UserChange
from zhiyin.seams.people import Users
from zhiyin.store.database import insert
from zhiyin.store.tables import sessions, users
from zhiyin.store.topic import Topic


class _Adding(NamedTuple):
    user: User
    first: bool


class _Changing(NamedTuple):
    user_id: str
    change: UserChange
    at: int


class SqlUsers(Topic, Users):
    async def add_user(self, user: User, *, first: bool = False) -> None:
        await self._database.write(_add, [_Adding(user, first)])

    async def user(self, user_id: str) -> User | None:
        return await self._database.read(_find, users.c.id == user_id)

    async def find_user(self, login: str) -> User | None:
        return await self._database.read(_find, users.c.login == login)

    async def find_subject(self, subject: str) -> User | None:
        return await self._database.read(_find, users.c.subject == subject)

    async def users(self) -> list[User]:
        return await self._database.read(_all)

    async def change_user(self, user_id: str, change: UserChange, at: int) -> User:
        (changed,) = await self._database.write(_change, [_Changing(user_id, change, at)])
        return changed

    async def signed_in(self, user_id: str, at: int) -> None:
        await self._database.write(_signed_in, [(user_id, at)])


def _add(connection: sa.Connection, wanted: Sequence[_Adding]) -> list[None]:
    for user, first in wanted:
        if first:
            _only_once(connection)
        row = {c.name: getattr(user, c.name) for c in users.c} | {"access": user.access.value}
        if connection.execute(insert(connection, users).values(row).on_conflict_do_nothing()).rowcount != 1:
            raise ConflictError(f"the login name {user.login} is taken; choose another")
    return [None] * len(wanted)


def _only_once(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":  # on SQLite writers come one after the other anyway
        connection.execute(sa.text("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE"))
    if connection.execute(sa.select(sa.func.count()).select_from(users)).scalar_one():
        raise ConflictError("there is a user already; sign in, or ask an administrator for an account")


def _change(connection: sa.Connection, wanted: Sequence[_Changing]) -> list[User]:
    return [_change_one(connection, *one) for one in wanted]


def _change_one(connection: sa.Connection, user_id: str, change: UserChange, at: int) -> User:
    before = _find(connection, users.c.id == user_id)
    if before is None:
        raise NotFoundError("no such user")
    # Locked, so that two processes cannot each take the other's last administrator away.
    admins = sa.select(users.c.id).where(*_administers(before.tenant)).order_by(users.c.id).with_for_update()
    had = bool(connection.execute(admins).all())
    values = _values(change, before, at)
    if values:
        connection.execute(sa.update(users).where(users.c.id == user_id).values(values))
    if had and not connection.execute(admins).all():
        raise ConflictError("this is the last administrator; make another one first")
    if change.ends_sessions:
        connection.execute(sa.delete(sessions).where(sessions.c.user == user_id))
    after = _find(connection, users.c.id == user_id)
    assert after is not None
    return after


def _administers(tenant: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (users.c.tenant == tenant, users.c.access == Access.ADMIN.value, users.c.disabled_at.is_(None))


def _values(change: UserChange, before: User, at: int) -> dict[str, str | int | None]:
    values: dict[str, str | int | None] = {}
    if change.name is not None:
        values["name"] = change.name
    if change.access is not None:
        values["access"] = change.access.value
    if change.password is not None:
        values["password"] = change.password
    if change.staff is not None:
        values["staff"] = change.staff or None
    if change.disabled is not None:
        values["disabled_at"] = (before.disabled_at or at) if change.disabled else None
    return values


def _signed_in(connection: sa.Connection, wanted: Sequence[tuple[str, int]]) -> list[None]:
    for user_id, at in wanted:
        connection.execute(sa.update(users).where(users.c.id == user_id).values(signed_in_at=at))
    return [None] * len(wanted)


def _find(connection: sa.Connection, which: sa.ColumnElement[bool]) -> User | None:
    row = connection.execute(sa.select(users).where(which)).mappings().first()
    return None if row is None else to_user(row)


def _all(connection: sa.Connection) -> list[User]:
    query = sa.select(users).order_by(users.c.created_at, users.c.id)
    return [to_user(row) for row in connection.execute(query).mappings()]


def to_user(row: sa.RowMapping) -> User:
    return User(**{**row, "access": Access(row["access"])})
