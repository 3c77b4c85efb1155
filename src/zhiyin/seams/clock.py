"""Clock: what time it is."""

from typing import Protocol


class Clock(Protocol):
    def now(self) -> int:
        """Milliseconds since 1970 UTC."""
