"""SetupCode: by which the first administrator is made from another machine. It dies with the process."""

import hmac
import secrets

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without what looks alike on a terminal."""


class SetupCode:
    def __init__(self) -> None:
        letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
        self.code = "-".join((letters[:4], letters[4:8], letters[8:]))

    def fits(self, given: str) -> bool:
        """Whether it is this one; case and spaces do not matter."""
        return hmac.compare_digest(given.strip().upper().encode(), self.code.encode())
