"""ManualClock: a clock that stands still until it is moved."""


class ManualClock:
    """``at`` is in milliseconds since 1970 UTC."""

    def __init__(self, at: int = 1_700_000_000_000) -> None:
        self.at = at

    def now(self) -> int:
        return self.at

    def move(self, milliseconds: int) -> None:
        self.at += milliseconds
