"""Contract: lanes are loaded as they were saved, in course order, by one writer at a time."""

import asyncio

from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import StoreCase, apply


class LanesContract(StoreCase):
    async def test_a_new_lane_has_no_snapshot(self, store: Store) -> None:
        await store.accept([samples.event(ref(), 1)], T0)
        lanes = await store.load([ref(), ref("unknown")])
        assert (lanes[ref()].conversation, lanes[ref()].pending) == (None, (samples.event(ref(), 1),))
        assert (lanes[ref("unknown")].conversation, lanes[ref("unknown")].pending) == (None, ())

    async def test_pending_events_come_in_course_order(self, store: Store) -> None:
        late, early = samples.event(ref(), 1, at=T0 + 9), samples.event(ref(), 2, at=T0 + 1)
        same_time = samples.event(ref(), 10, at=T0 + 9)
        await store.accept([late, same_time, early], T0)
        # Equal times are sorted by event id: "e1" before "e10".
        assert (await store.load([ref()]))[ref()].pending == (early, late, same_time)
        assert [t.masked for t in await store.turns(ref())] == [early, late, same_time]

    async def test_event_ids_sort_by_code_point(self, store: Store) -> None:
        names = ("E", "e", "É", "é", "_", "中")
        events = [samples.event(ref(), 1, at=T0) for _ in names]
        renamed = [
            type(e)(type(e.origin)(ref(), name, e.origin.role, T0), e.text)
            for e, name in zip(events, names, strict=True)
        ]
        await store.accept(renamed, T0)
        got = [m.origin.event_id for m in (await store.load([ref()]))[ref()].pending]
        assert got == sorted(names)

    async def test_what_is_saved_is_loaded(self, store: Store) -> None:
        event = samples.event(ref(), 1)
        await store.accept([event], T0)
        step = samples.step(1, samples.outcome(event, 1, (samples.action("a1"),)))
        assert await store.save([step], T0) == [True]
        lane = (await store.load([ref()]))[ref()]
        assert lane.conversation == step.conversation
        assert lane.pending == ()
        assert [(t.masked, t.outcome) for t in await store.turns(ref())] == [(event, step.outcomes[0])]

    async def test_events_after_the_saved_ones_stay_pending(self, store: Store) -> None:
        first, second = samples.event(ref(), 1), samples.event(ref(), 2)
        await store.accept([first, second], T0)
        await store.save([samples.step(1, samples.outcome(first, 1))], T0)
        assert (await store.load([ref()]))[ref()].pending == (second,)
        assert [t.outcome is None for t in await store.turns(ref())] == [False, True]

    async def test_turns_with_a_limit_are_the_latest(self, store: Store) -> None:
        events = [samples.event(ref(), n) for n in range(1, 6)]
        await store.accept(events, T0)
        assert [t.masked for t in await store.turns(ref(), 2)] == events[-2:]

    async def test_a_stale_or_premature_version_is_refused_whole(self, store: Store) -> None:
        events = [samples.event(ref(), n) for n in (1, 2)]
        await apply(store, events[:1])
        await store.accept(events[1:], T0)
        for version in (1, 3):
            outcome = samples.outcome(events[1], 2, (samples.action("never"),))
            assert await store.save([samples.step(version, outcome)], T0) == [False]
        assert (await store.load([ref()]))[ref()].pending == (events[1],)
        assert await store.deliveries("acme") == []

    async def test_a_conversation_cannot_begin_at_a_later_version(self, store: Store) -> None:
        event = samples.event(ref(), 1)
        await store.accept([event], T0)
        assert await store.save([samples.step(2, samples.outcome(event, 1))], T0) == [False]

    async def test_one_refused_step_leaves_the_others(self, store: Store) -> None:
        await apply(store, [samples.event(ref("old"), 1)])
        fresh = [samples.event(ref(name), 1) for name in ("a", "b")]
        stale = samples.event(ref("old"), 2)
        await store.accept([*fresh, stale], T0)
        steps = [samples.step(1, samples.outcome(e, 1)) for e in (fresh[0], stale, fresh[1])]
        assert await store.save(steps, T0) == [True, False, True]
        assert await store.unapplied() == [ref("old")]

    async def test_of_two_writers_one_wins(self, store: Store) -> None:
        events = [samples.event(ref(f"c{n}"), 1) for n in range(20)]
        await store.accept(events, T0)
        steps = [samples.step(1, samples.outcome(e, 1, (samples.action(f"a{n}"),))) for n, e in enumerate(events)]
        answers = await asyncio.gather(*(store.save([step], T0) for step in steps for _ in range(2)))
        assert [sorted(a + b) for a, b in zip(answers[::2], answers[1::2], strict=True)] == [[False, True]] * 20
        assert len(await store.deliveries("acme", limit=100)) == 20

    async def test_steps_of_one_conversation_in_one_call_follow_each_other(self, store: Store) -> None:
        events = [samples.event(ref(), n) for n in (1, 2)]
        await store.accept(events, T0)
        steps = [samples.step(n, samples.outcome(e, n)) for n, e in enumerate(events, start=1)]
        assert await store.save(steps, T0) == [True, True]
        lane = (await store.load([ref()]))[ref()]
        assert lane.conversation == steps[1].conversation
        assert lane.pending == ()

    async def test_tenants_are_kept_apart(self, store: Store) -> None:
        mine, theirs = ref("same", "acme"), ref("same", "other")
        await apply(store, [samples.event(mine, 1, "我的<PHONE>")])
        await store.accept([samples.event(theirs, 1, "别人的<PHONE>")], T0)
        assert [t.masked.origin.conversation for t in await store.turns(mine)] == [mine]
        lanes = await store.load([mine, theirs])
        assert lanes[mine].pending == ()
        assert lanes[theirs].conversation is None
        assert len(lanes[theirs].pending) == 1
