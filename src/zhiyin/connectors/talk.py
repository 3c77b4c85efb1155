"""Talk: the turns before, for files in which the rows of a chat follow each other. Bounded in all directions."""

from collections import OrderedDict

from zhiyin.domain.row import RawTurn
from zhiyin.pipeline.features import CONTEXT_TURNS

OPEN_CONVERSATIONS = 2000
"""Conversations remembered at once; the one unused for longest goes first. Enough for rows sorted or mixed by time."""


class Talk:
    def __init__(self, limit: int = OPEN_CONVERSATIONS) -> None:
        self._open: OrderedDict[str, tuple[RawTurn, ...]] = OrderedDict()
        self._limit = limit

    def follow(self, conversation: str, turn: RawTurn) -> tuple[RawTurn, ...]:
        """The turns before ``turn`` in its conversation; then remembers ``turn``."""
        if not conversation:
            return ()
        before = self._open.pop(conversation, ())
        self._open[conversation] = (*before, turn)[-CONTEXT_TURNS:]
        if len(self._open) > self._limit:
            self._open.popitem(last=False)
        return before
