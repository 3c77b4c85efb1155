"""People: who may sign in, their sessions, and attempts that failed."""

from typing import Protocol

from zhiyin.domain.session import Session
from zhiyin.domain.user import User, UserChange


class Users(Protocol):
    async def add_user(self, user: User, *, first: bool = False) -> None:
        """ConflictError if id, login name or subject is taken; or, with ``first``, if there is any user already."""

    async def user(self, user_id: str) -> User | None: ...

    async def find_user(self, login: str) -> User | None:
        """By the login name as ``login_of`` gives it."""

    async def find_subject(self, subject: str) -> User | None: ...

    async def users(self) -> list[User]:
        """Oldest first, disabled ones too, of all tenants."""

    async def change_user(self, user_id: str, change: UserChange, at: int) -> User:
        """The user afterwards; sessions end in the same transaction where the change says so.

        NotFoundError; ConflictError if the tenant would be left without an administrator who can sign in.
        """

    async def signed_in(self, user_id: str, at: int) -> None: ...


class Sessions(Protocol):
    async def add_session(self, session: Session) -> None:
        """Drops sessions that are past their absolute end."""

    async def find_session(self, digest: str) -> tuple[Session, User] | None:
        """By the SHA-256 of the token; None if unknown or of a disabled user. Its limits are the caller's to check."""

    async def see_session(self, session_id: str, at: int) -> None:
        """It was used."""

    async def sessions(self, user_id: str) -> list[Session]:
        """Newest first."""

    async def end_session(self, user_id: str, session_id: str) -> bool: ...

    async def end_sessions(self, user_id: str, but: str = "") -> int:
        """All of a user's, except the one with the id ``but``; how many."""


class SignInFailures(Protocol):
    async def note_failure(self, login: str, address: str, at: int, forget_before: int) -> None:
        """Keeps the failure, and forgets those before a time."""

    async def failures(self, login: str, address: str, since: int) -> list[tuple[str, str, int]]:
        """(login, address, time) of failures with this login name or from this address, newest first."""

    async def forget_failures(self, login: str, address: str) -> None:
        """Those of this login name from this address: it has signed in."""
