"""Spine: the engine on a real store and bus with a model driven by word lists, for tests of what happens to events."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from zhiyin.bus.inprocess import InProcessBus
from zhiyin.domain.receipt import Receipt
from zhiyin.domain.risk_weights import RiskTerm, RiskWeights
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Kind, Origin, Role, Scalar, Utterance
from zhiyin.engine.engine import Engine, EngineParts
from zhiyin.engine.feed import FeedLimits
from zhiyin.packs import load_lexicon, load_policy
from zhiyin.pipeline.features import CueFinder
from zhiyin.seams import Clock, QuestionModel, Store, TextModel
from zhiyin.store import open_store
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.empty_store import put_empty
from zhiyin.testing.text_model import FakeTextModel

START = 1_700_000_000_000
TENANT = "default"

WEIGHTS = RiskWeights(
    "risk-for-tests",
    -1.8,
    (
        RiskTerm("mood", 2.5, 0.1, -0.6, "情绪低落（{value}）"),
        RiskTerm("negative_run", 1.2, 0, 3, "连续 {value} 句负面"),
        RiskTerm("threats", 2.0, 0, 1, "提到投诉"),
        RiskTerm("repeats", 1.0, 0, 2, "重复提问 {value} 次"),
    ),
)


def said(
    number: int,
    text: str,
    *,
    role: Role = Role.CUSTOMER,
    conversation: str = "c1",
    seconds: float | None = None,
    facts: dict[str, Scalar] | None = None,
    kind: Kind = Kind.MESSAGE,
) -> Utterance:
    """An utterance of conversation ``c1``, ``number`` (or ``seconds``) seconds after the start."""
    at = START + round((number if seconds is None else seconds) * 1000)
    ref = ConversationRef(TENANT, conversation)
    return Utterance(Origin(ref, f"e{number}", role, at, kind, facts=facts or {}), RawText(text))


@dataclass(frozen=True, slots=True)
class Spine:
    store: Store
    bus: InProcessBus
    engine: Engine
    clock: Clock

    async def send(self, *utterances: Utterance) -> list[Receipt]:
        return await self.engine.feed.accept(utterances)

    async def settled(self, seconds: float = 20.0) -> None:
        """Wait until everything accepted has been worked off; TimeoutError if it is not in time."""
        async with asyncio.timeout(seconds):
            while (await self.store.counts(TENANT))["unapplied"]:
                await asyncio.sleep(0.005)


def cues(_: str = "") -> CueFinder:
    return CueFinder(load_lexicon())


@asynccontextmanager
async def spine(
    url: str,
    *,
    clock: Clock | None = None,
    model: TextModel | None = None,
    weights: RiskWeights = WEIGHTS,
    same_question: QuestionModel | None = None,
) -> AsyncIterator[Spine]:
    """A running engine on the store at ``url``."""
    used = clock or ManualClock(START + 3_600_000)
    if url.startswith("sqlite:///"):
        put_empty(Path(url.removeprefix("sqlite:///")))
    store, bus = open_store(url), InProcessBus()
    await store.open()
    await bus.open()
    finder = cues()
    parts = EngineParts(
        store,
        bus,
        model or FakeTextModel(),
        weights,
        {"ecommerce": load_policy("ecommerce")},
        lambda _: finder,
        used,
        FeedLimits(),
        same_question=same_question,
    )
    engine = Engine(parts)
    await engine.start()
    try:
        yield Spine(store, bus, engine, used)
    finally:
        await engine.stop()
        await bus.close()
        await store.close()
