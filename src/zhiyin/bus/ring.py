"""Ring: what one listener has not heard yet. Full, it drops the oldest."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from zhiyin.seams import Message


@dataclass(slots=True, eq=False)
class Ring:
    """``_unheard`` is bounded by its ``maxlen``."""

    _unheard: deque[Message]
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _closed: bool = False

    def push(self, message: Message) -> None:
        self._unheard.append(message)
        self._news.set()

    def close(self) -> None:
        self._closed = True
        self._news.set()

    async def messages(self) -> AsyncIterator[Message]:
        """Ends when the bus is closed and all is heard."""
        while self._unheard or not self._closed:
            if self._unheard:
                yield self._unheard.popleft()
            else:
                self._news.clear()
                await self._news.wait()
