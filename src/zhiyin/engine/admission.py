"""Admission: how many batches may be on their way into the store at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from zhiyin.domain.errors import BusyError


class Admission:
    def __init__(self, most: int) -> None:
        self._most = most
        self._inside = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """For the time of one batch. BusyError when ``most`` are inside; nothing of the batch is kept then."""
        if self._inside >= self._most:
            raise BusyError("too many batches at once; wait a moment and send this one again", retry_after=1.0)
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
