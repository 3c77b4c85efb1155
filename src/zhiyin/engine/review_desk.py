"""ReviewDesk: puts readings that people should look at into the review queue, beside the hot path."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Protocol

import structlog

from zhiyin.domain.conversation import Step
from zhiyin.domain.correction import Correction
from zhiyin.domain.errors import ConflictError, NotFoundError, ZhiyinError
from zhiyin.domain.label import USUAL_POLARITY
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.review_item import Source
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef
from zhiyin.pipeline.sampling import Drawn, Stratum, chance_of, item_of, lot, source_of
from zhiyin.seams import Archive, Clock, Lanes, Reviews

WAITING = 1_000
"""Drawn readings that wait to be kept, at most; more are let go."""
RETRY_S = 1.0
DAY_MS = 86_400_000
CHINA_MS = 8 * 3_600_000
"""Days are Chinese ones: UTC+8 all year."""

_log = structlog.get_logger(__name__)


class ReviewStore(Reviews, Lanes, Archive, Protocol):
    """What the desk needs of a store."""


class ReviewDesk:
    def __init__(self, store: ReviewStore, clock: Clock, per_day: int) -> None:
        """``per_day``: items that are drawn a day and tenant at most; 0: only corrections come into the queue."""
        self._store = store
        self._clock = clock
        self._per_day = per_day
        self._waiting: asyncio.Queue[Drawn] = asyncio.Queue(WAITING)
        self._day = 0
        self._drawn: defaultdict[str, Counter[Stratum]] = defaultdict(Counter)
        self.lost = 0
        """Drawn readings that were let go because too many waited."""

    def note(self, steps: Sequence[Step]) -> None:
        """A hook of the worker. Steps that change earlier turns are left out: those turns have had their draw."""
        self._turn_day()
        for step in steps:
            if not step.rebuilt:
                for outcome in step.outcomes:
                    self._draw(outcome, step.conversation.scene)

    def day_began(self) -> int:
        """Midnight in China, in ms since 1970 UTC."""
        return (self._clock.now() + CHINA_MS) // DAY_MS * DAY_MS - CHINA_MS

    async def run(self) -> None:
        """Until cancelled: keep what was drawn."""
        for (tenant, stratum), count in (await self._store.drawn_since(self.day_began())).items():
            self._drawn[tenant][stratum] += count
        while True:
            drawn = await self._waiting.get()
            try:
                await self._keep(drawn)
            except ZhiyinError as error:
                _log.warning("a review item cannot be kept, will be tried again", error=str(error))
                await asyncio.sleep(RETRY_S)
                self._wait_for(drawn)

    async def correct(
        self, ref: ConversationRef, event_id: str, by: str, said: tuple[Emotion, Polarity | None], note: SafeText | None
    ) -> Correction:
        """Keep what a person says of a reading and put the turn into the queue. ``said``: polarity None: the usual one.

        NotFoundError: no such turn. ConflictError: it was not read.
        """
        turns = await self._store.turns(ref)
        if all(turn.masked.origin.event_id != event_id for turn in turns):
            raise NotFoundError("no such turn in this conversation")
        now = self._clock.now()
        item = item_of(turns, Drawn(ref, event_id, Source.CORRECTION, 0.0), now)
        if item is None:
            raise ConflictError("this turn has no reading to correct: only what customers say is read")
        emotion, polarity = said
        correction = Correction(ref, event_id, by, now, emotion, polarity or USUAL_POLARITY[emotion], note)
        await self._store.correct(correction)
        await self._store.keep_reviews([item])
        return correction

    def _draw(self, outcome: Outcome, scene: str) -> None:
        reading, ref = outcome.reading, outcome.conversation
        if reading is None:
            return
        stratum: Stratum = (source_of(reading), scene, reading.emotion)
        chance = chance_of(stratum, self._drawn[ref.tenant], self._per_day)
        if lot(ref, outcome.event_id) < chance:
            self._drawn[ref.tenant][stratum] += 1
            self._wait_for(Drawn(ref, outcome.event_id, stratum[0], chance))

    def _wait_for(self, drawn: Drawn) -> None:
        try:
            self._waiting.put_nowait(drawn)
        except asyncio.QueueFull:
            self.lost += 1
            if self.lost == 1:
                _log.warning("review items come faster than they can be kept; some are let go")

    async def _keep(self, drawn: Drawn) -> None:
        item = item_of(await self._store.turns(drawn.conversation), drawn, self._clock.now())
        if item is not None:
            await self._store.keep_reviews([item])

    def _turn_day(self) -> None:
        today = self.day_began()
        if today != self._day:
            if self._day:
                self._drawn.clear()
            self._day = today
