"""SignOnRefused: why somebody could not sign in with the account of the company, for a page that says so."""

from enum import StrEnum


class Why(StrEnum):
    CANCELLED = "cancelled"
    """The provider says no, or the person left its page."""
    STALE = "stale"
    """Not begun in this browser, or too long ago."""
    UNREACHABLE = "unreachable"
    INVALID = "invalid"
    """The provider's answer does not check."""
    EMAIL = "email"
    ROLE = "role"
    TAKEN = "taken"
    """The login name belongs to somebody who signs in with a password."""
    DISABLED = "disabled"


class SignOnRefused(Exception):  # noqa: N818
    """``detail`` is for the service's log, never for the page."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else str(why))
        self.why = why
        self.detail = detail
