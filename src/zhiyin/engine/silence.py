"""SilenceWatch: injects an event when a customer has waited and nobody answered."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import structlog

from zhiyin.domain.conversation import Conversation, Step
from zhiyin.domain.errors import ZhiyinError
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Kind, Origin, Role, Utterance
from zhiyin.engine.feed import Feed
from zhiyin.pipeline.silence import due_silences
from zhiyin.seams import Archive, Clock, ConversationQuery

LIVE_WITHIN_MS = 120_000
"""Only conversations whose last event is this fresh are watched: an import of last month's talks is not waiting."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Waiting:
    scene: str
    channel: str
    due: tuple[tuple[str, int], ...]


class SilenceWatch:
    def __init__(self, feed: Feed, clock: Clock) -> None:
        self._feed = feed
        self._clock = clock
        self._queue: list[tuple[int, ConversationRef, str]] = []
        self._waiting: dict[ConversationRef, _Waiting] = {}

    def watch(self, steps: Sequence[Step]) -> None:
        """Note who waits after these steps; a hook of the worker."""
        for step in steps:
            self._note(step.conversation)

    async def recover(self, archive: Archive, tenant: str) -> None:
        """After a restart: watch again the conversations in which a customer still waits."""
        since = self._clock.now() - LIVE_WITHIN_MS
        for conversation in await archive.conversations(ConversationQuery(tenant, since=since, limit=10_000)):
            self._note(conversation)

    def _note(self, conversation: Conversation) -> None:
        ref, state = conversation.ref, conversation.state
        due = due_silences(state)
        if not due or abs(self._clock.now() - state.last_at) > LIVE_WITHIN_MS:
            self._waiting.pop(ref, None)
            return
        self._waiting[ref] = _Waiting(conversation.scene, conversation.channel, due)
        event_id, at = due[0]
        heappush(self._queue, (at, ref, event_id))

    async def run(self, every_s: float = 0.5) -> None:
        """Inject what falls due, until cancelled."""
        while True:
            await asyncio.sleep(every_s)
            try:
                await self.tick()
            except ZhiyinError as error:
                _log.warning("silence could not be noted, will be tried again", error=str(error))

    async def tick(self) -> int:
        """Inject all that is due now; returns how many. What cannot be kept stays due."""
        now = self._clock.now()
        found: list[Utterance] = []
        taken: list[tuple[int, ConversationRef, str]] = []
        while self._queue and self._queue[0][0] <= now:
            at, ref, event_id = heappop(self._queue)
            waiting = self._waiting.get(ref)
            if waiting and (event_id, at) in waiting.due:
                taken.append((at, ref, event_id))
                found.append(_silence(ref, waiting, event_id, at))
        if found:
            try:
                await self._feed.accept(found)
            except ZhiyinError:
                for item in taken:
                    heappush(self._queue, item)
                raise
        return len(found)


def _silence(ref: ConversationRef, waiting: _Waiting, event_id: str, at: int) -> Utterance:
    origin = Origin(ref, event_id, Role.SYSTEM, at, Kind.SILENCE, waiting.scene, waiting.channel)
    return Utterance(origin, RawText(""))
