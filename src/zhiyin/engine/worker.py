"""Worker: takes lanes that have something new, many at once, and works them off: read, advance, save, publish."""

import asyncio
from collections.abc import Callable, Sequence

import msgspec
import structlog

from zhiyin.domain.conversation import Step, Turn
from zhiyin.domain.features import Features
from zhiyin.domain.reading import Reading
from zhiyin.domain.update import Update
from zhiyin.domain.utterance import ConversationRef, Masked
from zhiyin.engine.feed import LANES
from zhiyin.engine.plan import Plan, comes_after, finish, plan_again, plan_on
from zhiyin.engine.rulebooks import Rulebooks
from zhiyin.pipeline.features import CueFinder
from zhiyin.seams import Batch, Bus, Clock, Lane, Lanes, Message, TextModel

LIVE = "live"
"""Bus subject of updates for live views; the key is tenant/conversation."""

_log = structlog.get_logger(__name__)


class Worker:
    """A lane is in at most one batch at a time (the bus sees to that), so its events are applied in order.

    State lives in the store, not here: any worker may take any lane, and idle lanes cost no memory.
    """

    def __init__(
        self,
        lanes: Lanes,
        bus: Bus,
        model: TextModel,
        rulebooks: Rulebooks,
        cues_of: Callable[[str], CueFinder],
        clock: Clock,
        *,
        width: int = 64,
    ) -> None:
        self._lanes = lanes
        self._bus = bus
        self._model = model
        self._rulebooks = rulebooks
        self._cues_of = cues_of
        self._clock = clock
        self._width = width
        self.on_saved: list[Callable[[Sequence[Step]], None]] = []
        """Called after each save with the steps that were written; must be quick and must not fail."""

    async def run(self) -> None:
        """Work until cancelled. A batch that fails is given back to the bus and tried again after a pause."""
        while True:
            batch = await self._bus.take(LANES, self._width)
            try:
                await self._work(batch)
            except asyncio.CancelledError:
                await batch.again()
                raise
            except Exception as error:  # noqa: BLE001 - a named edge: whatever breaks, the lanes must go on
                _log.error("batch failed, will be tried again", error=type(error).__name__, lanes=len(batch.messages))
                await asyncio.sleep(1.0)
                await batch.again()

    async def _work(self, batch: Batch) -> None:
        refs = [msgspec.json.decode(m.body, type=ConversationRef) for m in batch.messages]
        lanes = await self._lanes.load(refs)
        plans = [await self._plan(ref, lane) for ref, lane in lanes.items() if lane.pending]
        readings = await self._read(plans)
        steps = [finish(plan, found, self._rulebooks.of) for plan, found in zip(plans, readings, strict=True)]
        saved = await self._lanes.save(steps, self._clock.now()) if steps else []
        done = [(plan, step) for plan, step, ok in zip(plans, steps, saved, strict=True) if ok]
        for hook in self.on_saved:
            hook([step for _, step in done])
        await self._bus.publish([_update(plan, step) for plan, step in done])
        if all(saved):
            await batch.done()
        else:
            await batch.again()

    async def _plan(self, ref: ConversationRef, lane: Lane) -> Plan:
        cues = self._cues_of(lane.pending[0].origin.scene)
        before = lane.conversation
        if before and not comes_after(before.state, lane.pending[0]):
            return plan_again(before, await self._lanes.turns(ref), cues)
        return plan_on(before, ref, lane.pending, cues)

    async def _read(self, plans: Sequence[Plan]) -> list[dict[str, Reading]]:
        """All unread turns of all lanes in one call of the model."""
        unread: list[Features] = [f for plan in plans for f in plan.unread]
        read = iter(await asyncio.to_thread(self._model.read, unread) if unread else [])
        return [{f.masked.origin.event_id: next(read) for f in plan.unread} for plan in plans]


def _update(plan: Plan, step: Step) -> Message:
    masked: dict[str, Masked] = {f.masked.origin.event_id: f.masked for f in plan.todo}
    turns = tuple(Turn(masked[o.event_id], o) for o in step.outcomes)
    ref = step.conversation.ref
    return Message(LIVE, f"{ref.tenant}/{ref.id}", msgspec.json.encode(Update(step.conversation, turns, step.rebuilt)))
