"""Contract: what is accepted is kept once."""

import asyncio

from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import StoreCase, apply


class JournalContract(StoreCase):
    async def test_an_event_is_new_once(self, store: Store) -> None:
        first, second = samples.event(ref(), 1), samples.event(ref(), 2)
        assert await store.accept([first], T0) == [True]
        assert await store.accept([first, second, second], T0) == [False, True, False]
        assert (await store.counts("acme"))["events"] == 2

    async def test_the_first_form_of_an_event_stays(self, store: Store) -> None:
        await store.accept([samples.event(ref(), 1, "第一次说的<PHONE>")], T0)
        await store.accept([samples.event(ref(), 1, "后来改的话<PHONE>")], T0)
        (turn,) = await store.turns(ref())
        assert turn.masked == samples.event(ref(), 1, "第一次说的<PHONE>")

    async def test_equal_ids_of_other_conversations_and_tenants_are_other_events(self, store: Store) -> None:
        events = [samples.event(r, 1) for r in (ref("a"), ref("b"), ref("a", "other"))]
        assert await store.accept(events, T0) == [True, True, True]

    async def test_one_of_many_senders_of_an_event_is_first(self, store: Store) -> None:
        event = samples.event(ref(), 1)
        answers = await asyncio.gather(*(store.accept([event], T0) for _ in range(20)))
        assert sorted(answers) == [[False]] * 19 + [[True]]

    async def test_nothing_accepted_is_nothing_done(self, store: Store) -> None:
        assert await store.accept([], T0) == []

    async def test_a_large_batch_is_kept_whole(self, store: Store) -> None:
        events = [samples.event(ref(f"c{n % 7}"), n) for n in range(3000)]
        assert all(await store.accept(events, T0))
        assert not any(await store.accept(events, T0))
        assert (await store.counts("acme"))["events"] == 3000

    async def test_strange_but_safe_text_comes_back_as_it_was(self, store: Store) -> None:
        event = samples.event(ref(), 1, "'; DROP TABLE events; -- \u0000 \u2028 😡 %s :x <PHONE>")
        await store.accept([event], T0)
        assert [t.masked for t in await store.turns(ref())] == [event]

    async def test_unapplied_names_conversations_that_wait(self, store: Store) -> None:
        await apply(store, [samples.event(ref("done"), 1)])
        await store.accept([samples.event(ref("done"), 2), samples.event(ref("new"), 1)], T0)
        await apply(store, [samples.event(ref("whole"), 1)])
        assert await store.unapplied() == [ref("done"), ref("new")]

    async def test_unapplied_can_be_paged(self, store: Store) -> None:
        refs = [ref("b", "t1"), ref("c", "t1"), ref("a", "t2")]
        await store.accept([samples.event(r, n) for r in refs for n in (1, 2)], T0)
        assert await store.unapplied(2) == refs[:2]
        assert await store.unapplied(2, refs[1]) == refs[2:]
        assert await store.unapplied(2, refs[2]) == []
