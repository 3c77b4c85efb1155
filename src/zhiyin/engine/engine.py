"""Engine: feed, worker, silence and policies, put together and kept running."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog

from zhiyin.domain.errors import ZhiyinError
from zhiyin.domain.policy import Policy
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.engine.feed import Feed, FeedLimits
from zhiyin.engine.outcome_desk import OutcomeDesk
from zhiyin.engine.own_phrases import OwnPhrases
from zhiyin.engine.rulebooks import Rulebooks
from zhiyin.engine.script_desk import ScriptDesk
from zhiyin.engine.script_import import ScriptImport
from zhiyin.engine.script_shelf import LibraryParts, ScriptShelf
from zhiyin.engine.script_suggestions import ScriptSuggestions
from zhiyin.engine.script_uses import ScriptUses
from zhiyin.engine.silence import SilenceWatch
from zhiyin.engine.worker import Worker
from zhiyin.pipeline.features import CueFinder
from zhiyin.seams import Bus, Clock, Message, QuestionModel, Store, TextModel

_log = structlog.get_logger(__name__)

POLICIES = "policies"
"""Bus subject that tells all workers that a policy or a script was changed; the key is the scene."""

RECOVER_PAGE = 1_000
REFRESH_S = 30.0
"""How often the store is asked for policies and risk weights switched by others than this process (a command, say)."""


@dataclass(frozen=True, slots=True)
class EngineParts:
    """What the engine is handed by ``app``."""

    store: Store
    bus: Bus
    model: TextModel
    weights: RiskWeights
    policies: Mapping[str, Policy]
    cues_of: Callable[[str], CueFinder]
    clock: Clock
    limits: FeedLimits
    tenants: tuple[str, ...] = ("default",)
    same_question: QuestionModel | None = None
    mark_secret: bytes = b""
    """Key of the marks of masked values, see ``pipeline.masking.mark``."""
    library: LibraryParts = field(default_factory=LibraryParts)


class Engine:
    """Start after store and bus are open. ``stop`` lets the running batch finish and loses nothing either way."""

    def __init__(self, parts: EngineParts) -> None:
        self._parts = parts
        self.feed = Feed(parts.store, parts.bus, parts.clock, parts.limits, parts.mark_secret)
        self.outcomes = OutcomeDesk(parts.store, parts.clock, parts.limits)
        shelf = ScriptShelf(parts.store, parts.clock, parts.library)
        self.rulebooks = Rulebooks(parts.policies, parts.weights, parts.store, parts.store, parts.same_question, shelf)
        self.scripts = ScriptDesk(shelf, parts.store, self.rulebooks, parts.clock, self._tell)
        self.script_import = ScriptImport(self.scripts, parts.store, parts.clock)
        self.own_phrases = OwnPhrases(parts.store, parts.clock)
        self.script_uses = ScriptUses(parts.store, parts.clock)
        self.suggestions = ScriptSuggestions(parts.store, shelf, self.rulebooks, parts.cues_of)
        self.worker = Worker(parts.store, parts.bus, parts.model, self.rulebooks, parts.cues_of, parts.clock)
        self.silence = SilenceWatch(self.feed, parts.clock)
        self.worker.on_saved.append(self.silence.watch)
        self._tasks: list[asyncio.Task[None]] = []
        self._watched: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        await self.rulebooks.refresh()
        for tenant in self._parts.tenants:
            await self.silence.recover(self._parts.store, tenant)
        self._tasks = [
            asyncio.create_task(self.worker.run(), name="worker"),
            asyncio.create_task(self.silence.run(), name="silence"),
            asyncio.create_task(self._follow_policies(), name="policies"),
            asyncio.create_task(self._refresh_policies(), name="policy refresh"),
            asyncio.create_task(self.script_uses.run(), name="script uses"),
        ]
        await self._recover()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def watch(self, task: "asyncio.Task[None]") -> None:
        """Report the end of this task, which others start and stop, as a failure of the service."""
        self._watched.append(task)

    def failed(self) -> str | None:
        """Name of a task that has died, for the health page; None while all run."""
        tasks = (*self._tasks, *self._watched)
        return next((t.get_name() for t in tasks if t.done() and not t.cancelled()), None)

    async def switch_policy(self, policy: Policy, by: str) -> None:
        """Publish a policy and make it count from the next turn on, here and on every other worker."""
        await self._parts.store.publish(policy, by, self._parts.clock.now())
        await self._tell(policy.scene)

    async def switch_back(self, scene: str, version: str, by: str) -> None:
        """Make an earlier published version active again."""
        await self._parts.store.activate(scene, version, by, self._parts.clock.now())
        await self._tell(scene)

    async def _tell(self, scene: str) -> None:
        await self.rulebooks.refresh()
        await self._parts.bus.publish([Message(POLICIES, scene, b"")])

    async def _follow_policies(self) -> None:
        async with self._parts.bus.listen(POLICIES) as told:
            async for _ in told:
                await self.rulebooks.refresh()

    async def _refresh_policies(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_S)
            try:
                await self.rulebooks.refresh()
            except ZhiyinError as error:
                _log.warning("policies could not be refreshed; those in force go on", error=str(error))

    async def _recover(self) -> None:
        """Ring every lane that holds accepted events which were not applied when the last process ended."""
        refs = await self._parts.store.unapplied(RECOVER_PAGE)
        while refs:
            await self.feed.ring(refs)
            refs = await self._parts.store.unapplied(RECOVER_PAGE, refs[-1])
