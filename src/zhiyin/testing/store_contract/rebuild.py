"""Contract: a late event changes the course, and what was written of it follows."""

from zhiyin.domain.delivery import DeliveryStatus, Verdict
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import StoreCase, apply


async def _statuses(store: Store) -> dict[str, DeliveryStatus]:
    return {d.action.id: d.status for d in await store.deliveries("acme")}


class RebuildContract(StoreCase):
    """Events 1 and 3 have been applied, ``a1`` decided; then event 2 comes late."""

    async def _late(self, store: Store, *actions: str, version: int = 3) -> None:
        events = [samples.event(ref(), n) for n in (1, 2, 3)]
        await store.accept(events, T0)
        outcomes = [samples.outcome(e, n) for n, e in enumerate(events, start=1)]
        outcomes[-1] = samples.outcome(events[-1], 3, tuple(samples.action(a) for a in actions))
        assert await store.save([samples.step(version, *outcomes, rebuilt=True)], T0 + 5) == [True]

    async def test_outcomes_are_numbered_anew(self, store: Store) -> None:
        await apply(store, [samples.event(ref(), n) for n in (1, 3)])
        await self._late(store)
        turns = await store.turns(ref())
        assert [(t.masked.origin.event_id, t.outcome.sequence) for t in turns if t.outcome] == [
            ("e1", 1),
            ("e2", 2),
            ("e3", 3),
        ]
        assert await store.unapplied() == []

    async def test_pending_actions_that_no_longer_follow_are_withdrawn(self, store: Store) -> None:
        await apply(store, [samples.event(ref(), n) for n in (1, 3)], [samples.action("a1"), samples.action("a2")])
        await self._late(store, "a2", "a3")
        assert await _statuses(store) == {
            "a1": DeliveryStatus.WITHDRAWN,
            "a2": DeliveryStatus.PENDING,
            "a3": DeliveryStatus.PENDING,
        }
        assert {d.action.id for d in await store.claim(T0 + 10, 1000, 10)} == {"a2", "a3"}

    async def test_all_actions_can_be_withdrawn(self, store: Store) -> None:
        await apply(store, [samples.event(ref(), n) for n in (1, 3)], [samples.action("a1")])
        await self._late(store)
        assert await _statuses(store) == {"a1": DeliveryStatus.WITHDRAWN}

    async def test_what_was_sent_stays_sent(self, store: Store) -> None:
        await apply(store, [samples.event(ref(), n) for n in (1, 3)], [samples.action("a1"), samples.action("a2")])
        await store.settle([Verdict("a1", DeliveryStatus.DELIVERED, T0), Verdict("a2", DeliveryStatus.DEAD, T0)])
        await self._late(store, "a2")
        assert await _statuses(store) == {"a1": DeliveryStatus.DELIVERED, "a2": DeliveryStatus.DEAD}

    async def test_a_withdrawn_action_that_follows_again_is_pending_again(self, store: Store) -> None:
        await apply(store, [samples.event(ref(), n) for n in (1, 3)], [samples.action("a1")])
        await self._late(store)
        await self._late(store, "a1", version=4)
        assert await _statuses(store) == {"a1": DeliveryStatus.PENDING}
        assert [d.action.id for d in await store.claim(T0 + 10, 1000, 10)] == ["a1"]

    async def test_other_conversations_keep_their_actions(self, store: Store) -> None:
        await apply(store, [samples.event(ref(), n) for n in (1, 3)])
        await apply(store, [samples.event(ref("other"), 1)], [samples.action("theirs")])
        await self._late(store)
        assert await _statuses(store) == {"theirs": DeliveryStatus.PENDING}

    async def test_a_refused_rebuild_changes_nothing(self, store: Store) -> None:
        events = [samples.event(ref(), n) for n in (1, 3)]
        await apply(store, events, [samples.action("a1")])
        before = await store.turns(ref())
        assert await store.save([samples.step(9, samples.outcome(events[0], 1), rebuilt=True)], T0) == [False]
        assert await store.turns(ref()) == before
        assert await _statuses(store) == {"a1": DeliveryStatus.PENDING}
