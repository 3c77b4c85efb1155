"""Actions: what carries them out."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from zhiyin.domain.delivery import Delivery


@dataclass(frozen=True, slots=True)
class Reply:
    """What a receiver answered: HTTP status and the start of the body."""

    status: int
    body: bytes


class Hand(Protocol):
    """Carries out one kind of action, or hands it to a system outside. At least once: the receiver drops repeats."""

    @property
    def name(self) -> str: ...

    async def carry(self, delivery: Delivery) -> None:
        """Returns when it is done. RetryLater to be tried again, Refused never to be tried again."""


@runtime_checkable
class Attemptable(Protocol):
    """A hand that can say what the receiver answered, for people who try it out."""

    async def attempt(self, delivery: Delivery) -> Reply:
        """As ``carry``, but tells the answer."""


class RetryLater(Exception):  # noqa: N818 - a word that reads well at the raise
    """``after`` is in seconds; None lets the outbox choose. ``reply``: what was answered, if anything was."""

    def __init__(self, why: str, after: float | None = None, reply: Reply | None = None) -> None:
        super().__init__(why)
        self.after = after
        self.reply = reply


class Refused(Exception):  # noqa: N818
    """The receiver will never take it; ``gone`` (HTTP 410) also switches the receiver off."""

    def __init__(self, why: str, gone: bool = False, reply: Reply | None = None) -> None:
        super().__init__(why)
        self.gone = gone
        self.reply = reply
