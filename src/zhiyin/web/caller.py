"""Caller: who is calling, as what, and how that is known."""

from dataclasses import dataclass, field
from typing import Literal

from zhiyin.domain.key import Access

How = Literal["key", "session", "open"]


@dataclass(frozen=True, slots=True)
class Caller:
    """``bucket`` is what rates are counted by: the key, the user, or the address of a caller without either.

    ``name`` is for people to read; ``who`` names the caller without doubt, for records; ``person`` tells people apart.
    """

    tenant: str
    name: str
    access: Access
    bucket: str
    how: How = "open"
    login: str = ""
    user_id: str = ""
    session_id: str = ""
    staff: frozenset[str] = frozenset()
    """Values of the business fact ``agent`` that mean this caller."""
    csrf: str = field(default="", repr=False)
    """What a page must send along when it changes something; empty unless signed in by session."""

    @property
    def who(self) -> str:
        """``user:LOGIN``, ``key:ID``, or ``local`` where nobody is asked."""
        if self.how == "session":
            return f"user:{self.login}"
        return f"key:{self.bucket}" if self.how == "key" else "local"

    @property
    def person(self) -> str:
        """``user:ID``, ``key:ID`` or ``local``: the same after a new name, and never the same for two people."""
        return f"user:{self.user_id}" if self.how == "session" else self.who
