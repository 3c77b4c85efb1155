"""SignInGate: how often somebody may try to sign in. Failures stand in the store: a restart does not reset them."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from zhiyin.domain.errors import BusyError
from zhiyin.seams import Clock, SignInFailures


@dataclass(frozen=True, slots=True)
class GateLimits:
    """Failures in a sliding window of ``window`` ms after which one has to wait until the oldest falls out of it.

    Five tries are enough for a person (OWASP Application Security Verification Standard 4.0, 2.2.1 allows 100 an hour
    for an account). From other addresses a login name gets more, lest a stranger lock its owner out with five; from
    one address as many as a whole office behind one may need.
    """

    window: int = 15 * 60_000
    login_from_address: int = 5
    login: int = 20
    address: int = 50


class SignInGate:
    def __init__(self, failures: SignInFailures, clock: Clock, limits: GateLimits | None = None) -> None:
        self._failures = failures
        self._clock = clock
        self._limits = limits or GateLimits()
        self._trying: Counter[tuple[str, str]] = Counter()

    @asynccontextmanager
    async def attempt(self, login: str, address: str) -> AsyncIterator[None]:
        """Around one attempt. BusyError says how long to wait.

        Attempts under way count like failures: many at the same moment must not get past the limit together.
        """
        now = self._clock.now()
        failed = await self._failures.failures(login, address, now - self._limits.window)
        under_way = [(*pair, now) for pair, count in self._trying.items() for _ in range(count)]
        self._check(login, address, [*under_way, *failed], now)
        self._trying[login, address] += 1
        try:
            yield
        finally:
            self._trying[login, address] -= 1
            if not self._trying[login, address]:
                del self._trying[login, address]

    async def failed(self, login: str, address: str) -> None:
        now = self._clock.now()
        await self._failures.note_failure(login, address, now, now - self._limits.window)

    async def passed(self, login: str, address: str) -> None:
        await self._failures.forget_failures(login, address)

    def _check(self, login: str, address: str, failed: Iterable[tuple[str, str, int]], now: int) -> None:
        known = list(failed)
        wait = max(
            self._wait(
                [at for name, place, at in known if (name, place) == (login, address)], "login_from_address", now
            ),
            self._wait([at for name, _, at in known if name == login], "login", now),
            self._wait([at for _, place, at in known if place == address], "address", now),
        )
        if wait:
            minutes = max(1, -(-wait // 60_000))
            raise BusyError(
                f"too many failed attempts to sign in; wait {minutes} min and try again, or ask an administrator",
                retry_after=wait / 1000,
            )

    def _wait(self, times: list[int], limit: str, now: int) -> int:
        """Ms until fewer than the limit are left in the window; 0 if that is so now."""
        most: int = getattr(self._limits, limit)
        if len(times) < most:
            return 0
        return max(1, sorted(times, reverse=True)[most - 1] + self._limits.window - now)
