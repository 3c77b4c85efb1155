"""Gate of the second opinion: how many questions may go out in an hour, and when to leave a failing model in peace."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class OpinionGateSettings:
    """``per_hour``: questions in any 60 minutes. After ``trip_after`` failures in a row nothing goes out for ``rest_s``
    seconds; then one question at a time finds out whether the model is well again.
    """

    per_hour: int = 600
    trip_after: int = 5
    rest_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Spent:
    """The hour's budget is used up."""


@dataclass(frozen=True, slots=True)
class Resting:
    """The model has failed too often of late."""


class OpinionGate:
    """Each question that ``enter`` lets through must ``leave`` again. Not safe for several threads.

    ``clock`` gives seconds that never go back, from any start. Limits hold per process.
    """

    def __init__(self, settings: OpinionGateSettings, clock: Callable[[], float]) -> None:
        self._settings = settings
        self._clock = clock
        self._sent: deque[float] = deque()
        self._busy = 0
        self._failures = 0
        self._rests_until = 0.0

    @property
    def failing(self) -> bool:
        return self._failures >= self._settings.trip_after

    def enter(self) -> Spent | Resting | None:
        """None: ask now. Questions count against the budget when they go out, whatever becomes of them."""
        now = self._clock()
        if self.failing and (now < self._rests_until or self._busy):
            return Resting()
        while self._sent and self._sent[0] <= now - HOUR_S:
            self._sent.popleft()
        if len(self._sent) >= self._settings.per_hour:
            return Spent()
        self._sent.append(now)
        self._busy += 1
        return None

    def leave(self, *, failed: bool) -> bool:
        """True if this very failure makes the model rest, or rest again."""
        self._busy -= 1
        if not failed:
            self._failures = 0
            return False
        self._failures += 1
        if self.failing:
            self._rests_until = self._clock() + self._settings.rest_s
        return self.failing
