"""Gate: how much may go to one destination at once, and when to leave a failing one in peace."""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass

from zhiyin.seams import Clock

MINUTE = 60_000
PATIENCE = 1.0
"""Seconds a delivery may wait in memory for a place; longer waits go back to the outbox."""


@dataclass(frozen=True, slots=True)
class GateSettings:
    """``cool_down`` is in milliseconds."""

    concurrency: int = 16
    """Deliveries under way to one destination at a time."""
    trip_after: int = 5
    """Failures in a row after which a destination counts as failing."""
    cool_down: int = 30_000
    """A failing destination is tried with a single delivery after this time."""
    spare: float = 0.25
    """Share of a rate limit that only severe actions may use."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``go``: send now, then call ``leave``. Else come again at ``until`` (ms), or, with ``failing``, do not try.

    ``full``: nothing but a free place is lacking.
    """

    go: bool = False
    until: int = 0
    failing: bool = False
    full: bool = False


class Gate:
    """Bound, rate limit and circuit breaker of one destination. Times in milliseconds since 1970 UTC.

    The limits hold per process. A delivery that must wait is given a time of its own, so that a backlog comes back as
    an even stream instead of asking again all at once.
    """

    def __init__(self, settings: GateSettings, per_minute: int = 0) -> None:
        self._settings = settings
        self._per_minute = per_minute
        self._sent: deque[int] = deque()
        self._busy = 0
        self._turns: deque[asyncio.Future[None]] = deque()
        self._failures = 0
        self._open_until = 0
        self._held_until = 0
        self._tail = 0
        self._took = 50.0

    @property
    def failing(self) -> bool:
        return self._failures >= self._settings.trip_after

    async def enter(self, clock: Clock, *, urgent: bool = False) -> Answer:
        """As ``ask``, but waits for a place if one is likely to come free within ``PATIENCE``."""
        answer = self.ask(clock.now(), urgent=urgent, behind=len(self._turns))
        expected = (len(self._turns) + 1) * self._took / self._settings.concurrency
        if not answer.full or expected > PATIENCE * 1000:
            return answer
        turn = asyncio.get_running_loop().create_future()
        self._turns.append(turn)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await turn
        with suppress(ValueError):
            self._turns.remove(turn)
        answer = self.ask(clock.now(), urgent=urgent)
        if not answer.go:
            self._call_next()
        return answer

    def ask(self, now: int, *, urgent: bool = False, behind: int = 0) -> Answer:
        """``behind``: how many are waiting already and come first."""
        if now < self._held_until:
            return Answer(until=self._queue(self._held_until, urgent))
        if self.failing:
            if now < self._open_until:
                return Answer(failing=True)
            if self._busy:
                return Answer(until=self._queue(now + 1000, urgent))
        if behind or self._busy >= self._settings.concurrency:
            return Answer(until=self._queue(now + self._pace(), urgent), full=True)
        free_at = self._free_at(now, urgent)
        if free_at > now:
            return Answer(until=self._queue(free_at, urgent))
        self._busy += 1
        if self._per_minute:
            self._sent.append(now)
        return Answer(go=True)

    def leave(self, took: int, now: int, *, failed: bool) -> None:
        """A delivery that was let through has ended after ``took`` ms."""
        self._busy -= 1
        self._took = 0.8 * self._took + 0.2 * took
        self._call_next()
        if not failed:
            self._failures = 0
            return
        self._failures += 1
        if self.failing:
            self._open_until = now + self._settings.cool_down

    def hold(self, until: int) -> None:
        """The receiver asked to be left alone until then."""
        self._held_until = max(self._held_until, until)

    def _call_next(self) -> None:
        while self._turns:
            turn = self._turns.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    def _pace(self) -> int:
        """Milliseconds between two deliveries that have to wait."""
        if self._per_minute:
            return -(-MINUTE // self._per_minute)
        # Twice as fast as they can go: coming too early costs a look, coming too late leaves a place empty.
        return min(max(round(self._took / self._settings.concurrency / 2), 10), 2000)

    def _free_at(self, now: int, urgent: bool) -> int:
        """When the rate limit lets the next one through."""
        if not self._per_minute:
            return now
        while self._sent and self._sent[0] <= now - MINUTE:
            self._sent.popleft()
        limit = self._per_minute if urgent else max(1, round(self._per_minute * (1 - self._settings.spare)))
        if len(self._sent) < limit:
            return now
        return self._sent[-limit] + MINUTE

    def _queue(self, earliest: int, urgent: bool) -> int:
        """A place behind those that wait already; urgent ones do not queue."""
        if urgent:
            return earliest
        self._tail = max(self._tail + self._pace(), earliest)
        return self._tail
