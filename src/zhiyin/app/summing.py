"""Summing: how this site counts its summaries, and the task that brings them up to date."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

from zhiyin.config import Config
from zhiyin.domain.errors import SetupError, ZhiyinError
from zhiyin.packs import load_topics, scenes
from zhiyin.pipeline.summing import Summing
from zhiyin.pipeline.topics import TopicFinder
from zhiyin.seams import Clock, Ends, Summaries

PAGE = 50
"""Conversations that are counted in one write: some 20 ms during which no other is written."""
REST_S = 0.02
TOLD_EVERY = 2_000
DAY_MS = 86_400_000
KEPT_WORDS = 500
"""Words of a past day and scene that are kept; drill-down to the turns of the others stays."""
TRIM_S = 3_600.0
MARKS = 5_000
"""Changes that are looked up in one write: 50 ms where they name days, 100 to 500 for conversations and customers."""
ENDS_S = 15.0
"""How long changes wait until their day is counted anew; a report reads the conversations of such days meanwhile."""

_log = structlog.get_logger(__name__)


def zone_of(config: Config) -> ZoneInfo:
    """The site's time zone. SetupError if there is none of this name."""
    try:
        return ZoneInfo(config.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SetupError(
            f"time_zone: {config.time_zone!r} is not a time zone; use a name such as Asia/Shanghai (IANA)"
        ) from None


def summing_of(config: Config) -> Summing:
    """What counts the summaries, with the topics of all scenes."""
    folder = Path(config.packs) if config.packs else None

    @cache
    def finder(scene: str) -> TopicFinder:
        return TopicFinder(load_topics(scene or None, folder).words)

    own = {p.parent.name for p in folder.glob("*/topics.yaml")} if folder else set[str]()
    known = {*scenes(), *own}
    lists = {scene: load_topics(scene or None, folder).words for scene in sorted({"", *known})}
    return Summing(zone_of(config), lambda scene: finder(scene if scene in known else ""), lists)


def keeping(store: Summaries, clock: Clock) -> Callable[[], Coroutine[None, None, None]]:
    """A task that counts what was stored before there were summaries, then trims the words of past days."""

    async def keep() -> None:
        while True:
            try:
                await count_all(store)
                dropped = await store.trim_words(clock.now() - 2 * DAY_MS, KEPT_WORDS)
                if dropped:
                    _log.info("rare words of past days were dropped from the summaries", words=dropped)
            except ZhiyinError as error:
                _log.warning("summaries could not be brought up to date, will be tried again", error=str(error))
            await asyncio.sleep(TRIM_S)

    return keep


def keeping_ends(store: Ends) -> Callable[[], Coroutine[None, None, None]]:
    """A task that counts the ends of the days on which anything has changed, and of all days after an upgrade."""

    async def keep() -> None:
        while True:
            try:
                await count_ends(store)
            except ZhiyinError as error:
                _log.warning("ends of conversations could not be counted, will be tried again", error=str(error))
            await asyncio.sleep(ENDS_S)

    return keep


async def count_ends(store: Ends) -> int:
    """Count what has changed so far, not what changes meanwhile, or a busy service would never be done; days."""
    settled, days = MARKS, 0
    while settled >= MARKS:
        settled = await store.settle_ends(MARKS)
        await asyncio.sleep(REST_S)
    while found := await store.count_ends(1):
        days += found
        await asyncio.sleep(REST_S)
    return days


async def count_all(store: Summaries, told: Callable[[int], None] | None = None) -> int:
    """Count all conversations that are not counted yet; how many. ``told`` is called with how many so far."""
    if await store.begin_counting():
        _log.info("topics or time zone have changed: all summaries are counted anew")
    done, next_told = 0, TOLD_EVERY
    while found := await store.count_more(PAGE):
        done += found
        if told:
            told(done)
        elif done >= next_told:
            next_told += TOLD_EVERY
            left = await store.progress()
            _log.info("summaries are being counted", conversations=left.conversations, left=left.uncounted)
        await asyncio.sleep(REST_S)
    if done and not told:
        _log.info("summaries are complete", counted=done)
    return done
