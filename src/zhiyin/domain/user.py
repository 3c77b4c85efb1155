"""User: a person who signs in to the console."""

import re
import unicodedata
from dataclasses import dataclass

from zhiyin.domain.errors import FieldError
from zhiyin.domain.key import Access

LOGIN_LENGTH = (2, 64)
"""Characters of a login name."""
NAME_LENGTH = 64
"""Characters of a display name at most."""
_LOGIN = re.compile(r"[\w.@+-]+")


@dataclass(frozen=True, slots=True)
class User:
    """``password`` is an argon2id hash in PHC form, empty for somebody who signs in by ``subject`` only.

    ``subject`` is issuer and subject of single sign-on. Times are ms since 1970 UTC. ``staff``: how events name this
    person (``domain.staff.AGENT``); None: by login or display name.
    """

    id: str
    tenant: str
    login: str
    name: str
    access: Access
    password: str
    created_at: int
    signed_in_at: int | None = None
    disabled_at: int | None = None
    subject: str | None = None
    staff: str | None = None


@dataclass(frozen=True, slots=True)
class UserChange:
    """What is None stays as it is. ``password`` is a hash; a new one, like ``disabled``, ends all sessions.

    ``staff`` empty: none.
    """

    name: str | None = None
    access: Access | None = None
    disabled: bool | None = None
    password: str | None = None
    staff: str | None = None

    @property
    def ends_sessions(self) -> bool:
        return self.password is not None or self.disabled is True


def staff_names(user: User) -> frozenset[str]:
    """Values of the business fact ``agent`` that mean this user."""
    return frozenset({user.staff} if user.staff else {user.login, user.name})


def login_of(text: str) -> str:
    """The login name as it is kept and compared: NFKC, without case. FieldError if it cannot be one."""
    login = unicodedata.normalize("NFKC", text).strip().casefold()
    least, most = LOGIN_LENGTH
    if not least <= len(login) <= most or not _LOGIN.fullmatch(login):
        raise FieldError("login", "form", f"a login name has {least} to {most} letters, digits or any of . _ @ + -")
    return login


def display_name_of(text: str) -> str:
    """Without control characters and spaces around it. FieldError if it is empty or too long."""
    name = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] != "C").strip()
    if not 1 <= len(name) <= NAME_LENGTH:
        raise FieldError("name", "form", f"a display name has 1 to {NAME_LENGTH} characters")
    return name
