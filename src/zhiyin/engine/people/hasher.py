"""Hasher: argon2id in threads, a few at a time, so that a flood of sign-ins cannot eat the processor or the memory."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from zhiyin.domain.errors import BusyError

AT_ONCE = 2
"""Hashes computed at the same time; each takes 64 MiB."""
WAITING = 32
"""Hashes that may wait for their turn; who comes then is asked to try again."""


class Hasher:
    """Parameters: RFC 9106, section 4, second recommended option (3 passes, 64 MiB, 4 lanes)."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._argon = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._gate = asyncio.Semaphore(at_once)
        self._most = at_once + waiting
        self._inside = 0
        self._nobody = ""

    async def hash(self, password: str) -> str:
        """PHC string with a salt of its own. BusyError when too many wait."""
        async with self._turn():
            return await asyncio.to_thread(self._argon.hash, password)

    async def fits(self, hashed: str, password: str) -> bool:
        """Whether this is the password. An empty ``hashed`` (nobody, or no password) takes as long and never fits."""
        async with self._turn():
            return await asyncio.to_thread(self._verify, hashed, password)

    def outdated(self, hashed: str) -> bool:
        """Whether it was made with other parameters than today's."""
        return self._argon.check_needs_rehash(hashed)

    def _verify(self, hashed: str, password: str) -> bool:
        if not hashed and not self._nobody:
            self._nobody = self._argon.hash(secrets.token_urlsafe(16))
        try:
            return self._argon.verify(hashed or self._nobody, password) and bool(hashed)
        except (VerificationError, InvalidHashError):
            return False

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._inside >= self._most:
            raise BusyError("too many people are signing in; wait a few seconds and try again", retry_after=3)
        self._inside += 1
        try:
            async with self._gate:
                yield
        finally:
            self._inside -= 1
