"""Tiling: gives conversations stored before the wall what a wall, and an agent's sight, know them by."""

import asyncio

import structlog

from zhiyin.domain.errors import ZhiyinError
from zhiyin.seams import Wall

PAGE = 50
"""Conversations a write: some 20 ms during which no other is written."""
REST_S = 0.02
RETRY_S = 5.0

_log = structlog.get_logger(__name__)


async def tile_all(store: Wall) -> int:
    """Newest first, until none is left; how many there were."""
    total = 0
    while done := await store.fill_tiles(PAGE):
        total += done
        await asyncio.sleep(REST_S)
    return total


async def tiling(store: Wall) -> None:
    """At the start; later rows bring their tile along. Tried again while the store does not answer; then it rests, for
    the end of a task counts as a failure of the service."""
    done = False
    while not done:
        try:
            if total := await tile_all(store):
                _log.info("conversations stored by an older version have come to the wall", conversations=total)
            done = True
        except ZhiyinError as error:
            _log.warning("the wall could not be filled, will be tried again", error=str(error))
            await asyncio.sleep(RETRY_S)
    await asyncio.Event().wait()
