"""Sessions: who is signed in, and attempts that failed. Only digests of tokens are kept."""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from zhiyin.domain.session import Session
from zhiyin.domain.user import User
from zhiyin.seams.people import Sessions, SignInFailures
from zhiyin.store.tables import sessions, sign_in_failures, users
from zhiyin.store.topic import Topic
from zhiyin.store.users import to_user


class _Failure(NamedTuple):
    login: str
    address: str
    at: int
    forget_before: int


class SqlSessions(Topic, Sessions):
    async def add_session(self, session: Session) -> None:
        await self._database.write(_add, [session])

    async def find_session(self, digest: str) -> tuple[Session, User] | None:
        return await self._database.read(_find, digest)

    async def see_session(self, session_id: str, at: int) -> None:
        await self._database.write(_see, [(session_id, at)])

    async def sessions(self, user_id: str) -> list[Session]:
        return await self._database.read(_of_user, user_id)

    async def end_session(self, user_id: str, session_id: str) -> bool:
        (ended,) = await self._database.write(_end, [sa.and_(sessions.c.user == user_id, sessions.c.id == session_id)])
        return ended == 1

    async def end_sessions(self, user_id: str, but: str = "") -> int:
        (ended,) = await self._database.write(_end, [sa.and_(sessions.c.user == user_id, sessions.c.id != but)])
        return ended


class SqlSignInFailures(Topic, SignInFailures):
    async def note_failure(self, login: str, address: str, at: int, forget_before: int) -> None:
        await self._database.write(_note, [_Failure(login, address, at, forget_before)])

    async def failures(self, login: str, address: str, since: int) -> list[tuple[str, str, int]]:
        return await self._database.read(_failures, login, address, since)

    async def forget_failures(self, login: str, address: str) -> None:
        await self._database.write(_forget, [(login, address)])


def _add(connection: sa.Connection, new: Sequence[Session]) -> list[None]:
    for session in new:
        connection.execute(sa.delete(sessions).where(sessions.c.expires_at <= session.created_at))
        connection.execute(sa.insert(sessions).values({c.name: getattr(session, c.name) for c in sessions.c}))
    return [None] * len(new)


def _find(connection: sa.Connection, digest: str) -> tuple[Session, User] | None:
    row = connection.execute(sa.select(sessions).where(sessions.c.digest == digest)).mappings().first()
    if row is None:
        return None
    whose = sa.select(users).where(users.c.id == row["user"], users.c.disabled_at.is_(None))
    user = connection.execute(whose).mappings().first()
    return None if user is None else (Session(**row), to_user(user))


def _see(connection: sa.Connection, seen: Sequence[tuple[str, int]]) -> list[None]:
    for session_id, at in seen:
        connection.execute(sa.update(sessions).where(sessions.c.id == session_id).values(seen_at=at))
    return [None] * len(seen)


def _of_user(connection: sa.Connection, user_id: str) -> list[Session]:
    query = sa.select(sessions).where(sessions.c.user == user_id)
    newest = query.order_by(sessions.c.created_at.desc(), sessions.c.id)
    return [Session(**row) for row in connection.execute(newest).mappings()]


def _end(connection: sa.Connection, wanted: Sequence[sa.ColumnElement[bool]]) -> list[int]:
    return [connection.execute(sa.delete(sessions).where(which)).rowcount for which in wanted]


def _note(connection: sa.Connection, new: Sequence[_Failure]) -> list[None]:
    for login, address, at, forget_before in new:
        connection.execute(sa.delete(sign_in_failures).where(sign_in_failures.c.at < forget_before))
        row = {"id": secrets.token_hex(12), "login": login, "address": address, "at": at}
        connection.execute(sa.insert(sign_in_failures).values(row))
    return [None] * len(new)


def _failures(connection: sa.Connection, login: str, address: str, since: int) -> list[tuple[str, str, int]]:
    table = sign_in_failures
    query = sa.select(table.c.login, table.c.address, table.c.at).where(
        sa.or_(table.c.login == login, table.c.address == address), table.c.at >= since
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query.order_by(table.c.at.desc()))]


def _forget(connection: sa.Connection, wanted: Sequence[tuple[str, str]]) -> list[None]:
    for login, address in wanted:
        same = sa.and_(sign_in_failures.c.login == login, sign_in_failures.c.address == address)
        connection.execute(sa.delete(sign_in_failures).where(same))
    return [None] * len(wanted)
