"""Shapes of signing in, users and sessions."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from zhiyin.domain.key import Access
from zhiyin.web.api.shapes import Shape
from zhiyin.web.caller import How
from zhiyin.web.rights import Right

Typed = Annotated[str, Field(max_length=256)]
"""What a person typed into a field; the rules are checked later, so that a page can say what is wrong with it."""
Password = Annotated[str, Field(max_length=1024)]


class MeShape(Shape):
    """``rights`` are those of the role. ``csrf`` goes into the header X-CSRF-Token of changes; empty with a key."""

    name: str
    tenant: str
    access: Access
    rights: list[Right]
    how: How
    login: str = ""
    user_id: str = ""
    csrf: str = ""


class SingleSignOnShape(Shape):
    """``address`` is where to send the browser, relative to the console."""

    label: str
    address: str


class DoorShape(Shape):
    """How one gets in here. ``first_user``: the first administrator is still to be made, by POST /v1/setup."""

    open: bool = Field(description="nobody is asked who they are")
    first_user: bool
    code_needed: bool = Field(description="making the first administrator from here takes the code of the terminal")
    single_sign_on: SingleSignOnShape | None


class SignIn(Shape):
    login: Typed
    password: Password


class Setup(Shape):
    """``code`` stands in the service's terminal; it is needed from another machine."""

    login: Typed
    name: Typed
    password: Password
    code: Typed = ""


class NewPassword(Shape):
    password: Password


class OwnPassword(Shape):
    present: Password
    password: Password


class SessionShape(Shape):
    id: str
    created_at: datetime
    seen_at: datetime
    ends_at: datetime = Field(description="at the latest; earlier if it is not used")
    agent: str
    address: str
    current: bool


class SessionsShape(Shape):
    sessions: list[SessionShape]


class EndedShape(Shape):
    """How many sessions ended."""

    ended: int


class UserShape(Shape):
    id: str
    login: str
    name: str
    access: Access
    created_at: datetime
    signed_in_at: datetime | None
    disabled_at: datetime | None
    single_sign_on: bool = Field(description="signs in with the account of the company, not with a password")
    staff: str = Field(description="how events name this person (business fact `agent`); empty: by login or name")


class UsersShape(Shape):
    users: list[UserShape]


class NewUser(Shape):
    login: Typed
    name: Typed
    access: Access
    password: Password
    staff: Typed = ""


class UserPatch(Shape):
    """What is null stays as it is."""

    name: Typed | None = None
    access: Access | None = None
    disabled: bool | None = None
    staff: Typed | None = Field(None, description="empty: none")
