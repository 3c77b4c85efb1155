"""Worker: takes lanes that have something new, many at once, and works them off: read, advance, save, publish."""

import asyncio
from collections.abc import Callable, Sequence

import msgspec
import structlog

from zhiyin.domain.conversation import Step, Turn
from zhiyin.domain.errors import ZhiyinError
from zhiyin.domain.features import Features
from zhiyin.domain.reading import Reading
from zhiyin.domain.update import Update
from zhiyin.domain.utterance import ConversationRef, Masked, Role
from zhiyin.engine.feed import LANES, doorbell
from zhiyin.engine.plan import CUSTOMERS, Plan, comes_after, finish, plan_again, plan_on
from zhiyin.engine.rulebooks import Rulebooks
from zhiyin.pipeline.features import CueFinder
from zhiyin.seams import Bus, Clock, Lane, Lanes, Message, TextModel

LIVE = "live"
"""Bus subject of updates for live views; the key is tenant/conversation."""

LONGEST_DELAY_S = 300.0
"""The longest time between two tries of a lane that fails by itself."""
PAUSE_S = 1.0
"""How long a worker waits before it asks a store that failed again."""

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
        reads: Callable[[str], frozenset[Role]] = lambda _: CUSTOMERS,
    ) -> None:
        """``reads``: of whom emotion may be read, by tenant."""
        self._lanes = lanes
        self._bus = bus
        self._model = model
        self._rulebooks = rulebooks
        self._cues_of = cues_of
        self._clock = clock
        self._width = width
        self._reads = reads
        self._failures: dict[ConversationRef, int] = {}
        self._later: set[asyncio.Task[None]] = set()
        self.on_saved: list[Callable[[Sequence[Step]], None]] = []
        """Called after each save with the steps that were written; must be quick and must not fail."""

    async def run(self) -> None:
        """Work until cancelled. What the store refuses is tried again after a pause."""
        try:
            await self._run()
        finally:
            for later in self._later:
                later.cancel()

    async def _run(self) -> None:
        while True:
            batch = await self._bus.take(LANES, self._width)
            refs = [msgspec.json.decode(m.body, type=ConversationRef) for m in batch.messages]
            try:
                done = await self._work_or_part(refs)
            except asyncio.CancelledError:
                await batch.again()
                raise
            except ZhiyinError as error:
                _log.warning("the store does not answer, will be tried again", error=str(error), lanes=len(refs))
                await asyncio.sleep(PAUSE_S)
                done = False
            await (batch.done() if done else batch.again())

    async def _work_or_part(self, refs: Sequence[ConversationRef]) -> bool:
        """All lanes together or, if that fails, each alone: one lane that cannot be worked off must not stop others."""
        try:
            return await self._work(refs)
        except ZhiyinError:
            raise
        except Exception as error:  # noqa: BLE001 - a named edge: whatever breaks, the other lanes must go on
            if len(refs) == 1:
                self._leave(refs[0], error)
                return True
        return all([await self._work_or_part([ref]) for ref in refs])

    def _leave(self, ref: ConversationRef, error: Exception) -> None:
        """Try a failing lane again later, ever more rarely. Its events stay kept and unapplied meanwhile."""
        failures = self._failures.get(ref, 0) + 1
        self._failures[ref] = failures
        delay = min(LONGEST_DELAY_S, 2.0 ** (failures - 1))
        name = type(error).__name__
        _log.error("a lane failed, will be tried again", error=name, conversation=ref.id, delay_s=delay)
        later = asyncio.create_task(self._ring_after(delay, ref))
        self._later.add(later)
        later.add_done_callback(self._later.discard)

    async def _ring_after(self, delay: float, ref: ConversationRef) -> None:
        await asyncio.sleep(delay)
        await self._bus.put([doorbell(ref)])

    async def _work(self, refs: Sequence[ConversationRef]) -> bool:
        """False: another writer was first with a lane, which must be tried again."""
        lanes = await self._lanes.load(refs)
        plans = [await self._plan(ref, lane) for ref, lane in lanes.items() if lane.pending]
        readings = await self._read(plans)
        steps = [finish(plan, found, self._rulebooks.of) for plan, found in zip(plans, readings, strict=True)]
        saved = await self._lanes.save(steps, self._clock.now()) if steps else []
        done = [(plan, step) for plan, step, ok in zip(plans, steps, saved, strict=True) if ok]
        for plan, _ in done:
            self._failures.pop(plan.ref, None)
        for hook in self.on_saved:
            hook([step for _, step in done])
        await self._bus.publish([_update(plan, step) for plan, step in done])
        return all(saved)

    async def _plan(self, ref: ConversationRef, lane: Lane) -> Plan:
        cues, reads = self._cues_of(lane.pending[0].origin.scene), self._reads(ref.tenant)
        before = lane.conversation
        if before and not comes_after(before.state, lane.pending[0]):
            return plan_again(before, await self._lanes.turns(ref), cues, reads)
        return plan_on(before, ref, lane.pending, cues, reads)

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
