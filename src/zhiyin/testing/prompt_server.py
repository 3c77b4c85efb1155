"""PromptServer: the web server looks ten times a second whether it should stop; hundreds of tests wait for that."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

LOOK_S = 0.005


class _Hasty:
    """What the server takes for asyncio: the same, but for shorter pauses."""

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)

    @staticmethod
    async def sleep(seconds: float) -> None:
        await asyncio.sleep(min(seconds, LOOK_S))


@contextmanager
def prompt_server() -> Iterator[None]:
    """Servers in this process stop as soon as they are told to."""
    with patch("uvicorn.server.asyncio", _Hasty()):
        yield
