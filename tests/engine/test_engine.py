"""The engine around the pure heart: silence, recovery after a stop, failures, memory."""

import asyncio
import gc
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from zhiyin.domain.errors import BusyError
from zhiyin.domain.features import Features
from zhiyin.domain.reading import Reading
from zhiyin.domain.receipt import ReceiptStatus
from zhiyin.domain.utterance import ConversationRef, Kind, Role
from zhiyin.engine.feed import Feed, FeedLimits
from zhiyin.pipeline.mask import mask
from zhiyin.store import open_store
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.question_model import FakeQuestionModel
from zhiyin.testing.spine import START, TENANT, Spine, said, spine
from zhiyin.testing.text_model import FakeTextModel

C1 = ConversationRef(TENANT, "c1")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'zhiyin.db'}"


async def _silences(running: Spine, count: int) -> None:
    """Until so many silences of c1 have been worked off; the engine's own watch ticks by itself too."""
    async with asyncio.timeout(10):
        found = 0
        while found < count:
            await running.engine.silence.tick()
            turns = await running.store.turns(C1)
            found = sum(bool(t.outcome) and t.masked.origin.kind is Kind.SILENCE for t in turns)
    assert found == count


async def test_a_waiting_customer_becomes_a_silence_event_once(url: str) -> None:
    clock = ManualClock(START)
    async with spine(url, clock=clock) as running:
        await running.send(said(0, "怎么还没发货？"))
        await running.settled()
        clock.move(59_000)
        assert await running.engine.silence.tick() == 0
        clock.move(2_000)
        await _silences(running, 1)
        assert await running.engine.silence.tick() == 0
        conversation = await running.store.conversation(C1)
        assert conversation is not None
        assert conversation.state.turns == 1


async def test_an_answer_in_time_keeps_the_silence_away(url: str) -> None:
    clock = ManualClock(START)
    async with spine(url, clock=clock) as running:
        await running.send(said(0, "怎么还没发货？"), said(5, "马上为您查", role=Role.AGENT))
        await running.settled()
        clock.move(400_000)
        assert await running.engine.silence.tick() == 0


async def test_an_import_of_old_talks_is_not_taken_for_waiting(url: str) -> None:
    async with spine(url, clock=ManualClock(START + 86_400_000)) as running:
        await running.send(said(0, "怎么还没发货？"))
        await running.settled()
        assert await running.engine.silence.tick() == 0


async def test_a_customer_who_waited_through_a_restart_is_still_watched(url: str) -> None:
    clock = ManualClock(START)
    async with spine(url, clock=clock) as running:
        await running.send(said(0, "怎么还没发货？"))
        await running.settled()
    clock.move(61_000)
    async with spine(url, clock=clock) as running:
        await _silences(running, 1)


async def test_what_was_kept_but_not_worked_off_goes_on_at_the_next_start(url: str) -> None:
    store = open_store(url)
    await store.open()
    await store.accept([mask(said(1, "我要投诉")), mask(said(2, "太差了"))], START)
    await store.close()
    async with spine(url) as running:
        await running.settled()
        assert all(t.outcome for t in await running.store.turns(C1))


@dataclass
class _Failing:
    """Fails the first times it is asked."""

    failures: int
    name: str = "failing"
    inner: FakeTextModel = field(default_factory=FakeTextModel)

    def read(self, batch: Sequence[Features]) -> list[Reading]:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("model broke")
        return self.inner.read(batch)


async def test_a_batch_that_fails_is_tried_again_and_nothing_is_lost(url: str) -> None:
    async with spine(url, model=_Failing(1)) as running:
        await running.send(said(1, "我要投诉"))
        await running.settled()
        assert (await running.store.turns(C1))[0].outcome


async def test_a_question_asked_again_in_other_words_counts_and_another_order_does_not(url: str) -> None:
    judge = FakeQuestionModel([frozenset({"快递到哪了?", "我的包裹怎么还没送来?"})])
    async with spine(url, same_question=judge) as running:
        await running.send(said(1, "快递到哪了？"), said(2, "我的包裹怎么还没送来？"))
        await running.send(said(3, "订单号202401017788怎么退？"), said(4, "订单号202401017799怎么退？"))
        await running.settled()
        kept = await running.store.conversation(C1)
        assert kept
        assert kept.state.repeats == 1
        marks = [e.mark for turn in await running.store.turns(C1) for e in turn.masked.entities]
        assert len(set(marks)) == 2
        assert None not in marks


@dataclass
class _Choking:
    """Cannot read one text."""

    name: str = "choking"
    inner: FakeTextModel = field(default_factory=FakeTextModel)

    def read(self, batch: Sequence[Features]) -> list[Reading]:
        if any("毒" in f.folded for f in batch):
            raise RuntimeError("model broke")
        return self.inner.read(batch)


async def test_a_lane_that_cannot_be_worked_off_does_not_stop_the_others(url: str) -> None:
    async with spine(url, model=_Choking()) as running:
        await running.send(*(said(n, "毒" if n == 3 else "谢谢", conversation=f"c{n}") for n in range(8)))
        async with asyncio.timeout(10):
            while (await running.store.counts(TENANT))["unapplied"] > 1:
                await asyncio.sleep(0.01)
        assert [ref.id for ref in await running.store.unapplied()] == ["c3"]
        await running.send(said(20, "谢谢", conversation="c9"))
        async with asyncio.timeout(10):
            while await running.store.conversation(ConversationRef(TENANT, "c9")) is None:
                await asyncio.sleep(0.01)


async def test_too_many_batches_at_once_are_turned_away(url: str) -> None:
    async with spine(url) as running:
        feed = Feed(running.store, running.bus, running.clock, FeedLimits(inflight=1))
        answers = await asyncio.gather(
            *(feed.accept([said(n, "你好", conversation=f"c{n}")]) for n in range(5)), return_exceptions=True
        )
        taken = [a for a in answers if not isinstance(a, BaseException)]
        assert len(taken) == 1
        assert all(isinstance(a, BusyError) for a in answers if isinstance(a, BaseException))


async def test_a_duplicate_of_a_worked_off_event_changes_nothing(url: str) -> None:
    async with spine(url) as running:
        await running.send(said(1, "我要投诉到12315"))
        await running.settled()
        before = await running.store.conversation(C1)
        assert (await running.send(said(1, "我要投诉到12315")))[0].status is ReceiptStatus.DUPLICATE
        await running.settled()
        assert await running.store.conversation(C1) == before


async def test_ten_thousand_open_conversations_leave_no_lanes_in_memory(url: str) -> None:
    clock = ManualClock(START + 3_000)
    async with spine(url, clock=clock) as running:
        await running.send(*(said(0, "怎么还没发货？", conversation=f"w{n}") for n in range(100)))
        await running.settled()
        gc.collect()
        tracemalloc.start()
        for start in range(0, 1_000, 250):
            await running.send(*(said(0, "怎么还没发货？", conversation=f"c{start + n}") for n in range(250)))
        await running.settled(60)
        gc.collect()
        grown, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        # 1,000 customers who all wait: only their watch is kept. 10,000 at this rate stay far below 1 GB.
        assert grown / 1_000 < 10_000
