"""Actions: what carries them out."""

from typing import Protocol

from zhiyin.domain.delivery import Delivery


class Hand(Protocol):
    """Carries out one kind of action, or hands it to a system outside. At least once: the receiver drops repeats."""

    @property
    def name(self) -> str: ...

    async def carry(self, delivery: Delivery) -> None:
        """Returns when it is done. RetryLater to be tried again, Refused never to be tried again."""


class RetryLater(Exception):  # noqa: N818 - a word that reads well at the raise
    """``after`` is in seconds; None lets the outbox choose."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class Refused(Exception):  # noqa: N818
    """The receiver will never take it; ``gone`` (HTTP 410) also switches the receiver off."""

    def __init__(self, why: str, gone: bool = False) -> None:
        super().__init__(why)
        self.gone = gone
