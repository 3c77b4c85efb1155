"""Contract: what was answered is there after a crash, for another process, and after a migration."""

import asyncio

import pytest

from zhiyin.domain.errors import ZhiyinError
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import Opener, StoreCase, decide

_SHUT = r"not open|closed"


class ReopenContract(StoreCase):
    async def test_everything_is_there_after_reopening(self, opener: Opener) -> None:
        store = opener()
        await store.open()
        await decide(store, "a1")
        waiting = samples.event(ref("waits"), 1)
        await store.accept([waiting], T0)
        await store.publish(samples.policy("finance", "1"), "li", T0)
        before = (await store.turns(ref()), await store.counts("acme"), await store.active())
        await store.close()

        again = opener()
        await again.open()
        assert (await again.turns(ref()), await again.counts("acme"), await again.active()) == before
        assert await again.unapplied() == [ref("waits")]
        assert (await again.load([ref("waits")]))[ref("waits")].pending == (waiting,)
        await again.close()

    async def test_what_was_answered_is_seen_by_others_at_once(self, store: Store, opener: Opener) -> None:
        # As a process sees it that takes over from one that was killed: nothing here was closed.
        await decide(store, "a1")
        await store.accept([samples.event(ref("waits"), 1)], T0)
        other = opener()
        await other.open()
        assert await other.unapplied() == [ref("waits")]
        assert [d.action.id for d in await other.claim(T0, 1000, 10)] == ["a1"]
        assert await store.claim(T0, 1000, 10) == []
        await other.close()

    async def test_two_processes_write_one_database(self, store: Store, opener: Opener) -> None:
        other = opener()
        await other.open()
        events = [samples.event(ref(f"c{n % 10}"), n) for n in range(100)]
        answers = await asyncio.gather(*(s.accept([e], T0) for e in events for s in (store, other)))
        assert [sorted(a + b) for a, b in zip(answers[::2], answers[1::2], strict=True)] == [[False, True]] * 100
        firsts = events[:10]
        steps = [samples.step(1, samples.outcome(e, 1)) for e in firsts]
        saved = await asyncio.gather(*(s.save([step], T0) for step in steps for s in (store, other)))
        assert [sorted(a + b) for a, b in zip(saved[::2], saved[1::2], strict=True)] == [[False, True]] * 10
        await other.close()

    async def test_opening_at_the_same_time_migrates_once(self, opener: Opener) -> None:
        stores = [opener() for _ in range(3)]
        await asyncio.gather(*(s.open() for s in stores))
        for store in stores:
            await store.ping()
            assert await store.counts("acme")
            await store.close()

    async def test_writes_under_way_are_kept_when_it_closes(self, opener: Opener) -> None:
        store = opener()
        await store.open()
        accepting = [asyncio.create_task(store.accept([samples.event(ref(), n)], T0)) for n in range(30)]
        await asyncio.sleep(0)
        await store.close()
        assert await asyncio.gather(*accepting) == [[True]] * 30
        again = opener()
        await again.open()
        assert (await again.counts("acme"))["events"] == 30
        await again.close()

    async def test_a_caller_who_leaves_does_not_hinder_others(self, store: Store) -> None:
        tasks = [asyncio.create_task(store.accept([samples.event(ref(), n)], T0)) for n in range(10)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        assert list(answers[1::2]) == [[True]] * 5
        assert await store.accept([samples.event(ref("next"), 1)], T0) == [True]

    async def test_a_closed_store_says_so(self, opener: Opener) -> None:
        store = opener()
        with pytest.raises(ZhiyinError, match=_SHUT):
            await store.ping()
        with pytest.raises(ZhiyinError, match=_SHUT):
            await store.accept([samples.event(ref(), 1)], T0)
        await store.open()
        await store.ping()
        await store.close()
        with pytest.raises(ZhiyinError, match=_SHUT):
            await store.accept([samples.event(ref(), 1)], T0)
