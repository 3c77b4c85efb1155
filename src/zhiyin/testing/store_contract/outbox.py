"""Contract: the outbox hands out each action until a verdict settles it."""

import asyncio

from zhiyin.domain.delivery import DeliveryStatus, Leg, Verdict
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import StoreCase, decide

LEASE = 1_000


class OutboxContract(StoreCase):
    async def test_a_decided_action_is_claimed_as_it_was_decided(self, store: Store) -> None:
        await decide(store, "a1")
        (delivery,) = await store.claim(T0, LEASE, 10)
        assert delivery.action == samples.action("a1")
        assert (delivery.conversation, delivery.event_id, delivery.scene) == (ref(), "e1", "ecommerce")
        assert (delivery.status, delivery.attempts, delivery.created_at) == (DeliveryStatus.PENDING, 0, T0)
        assert await store.delivery("acme", "a1") == delivery

    async def test_a_claimed_action_is_hidden_until_its_lease_ends(self, store: Store) -> None:
        await decide(store, "a1")
        assert len(await store.claim(T0, LEASE, 10)) == 1
        assert await store.claim(T0 + LEASE - 1, LEASE, 10) == []
        assert len(await store.claim(T0 + LEASE, LEASE, 10)) == 1

    async def test_the_oldest_come_first_and_no_more_than_asked_for(self, store: Store) -> None:
        for n in (2, 1, 3):
            await decide(store, f"a{n}", of=ref(f"c{n}"), at=T0 + n)
        claimed = [[d.action.id for d in await store.claim(T0 + 9, LEASE, 2)] for _ in range(3)]
        assert claimed == [["a1", "a2"], ["a3"], []]

    async def test_claimers_share_and_never_get_the_same(self, store: Store) -> None:
        await decide(store, *(f"a{n:02}" for n in range(30)))
        claims = await asyncio.gather(*(store.claim(T0, LEASE, 7) for _ in range(6)))
        claimed = [d.action.id for claim in claims for d in claim]
        assert sorted(claimed) == [f"a{n:02}" for n in range(30)]

    async def test_an_action_is_written_once_per_id(self, store: Store) -> None:
        await decide(store, "a1")
        first = await store.delivery("acme", "a1")
        again = samples.event(ref(), 2)
        await store.accept([again], T0 + 5)
        assert await store.save([samples.step(2, samples.outcome(again, 2, (samples.action("a1"),)))], T0 + 5) == [True]
        (only,) = await store.deliveries("acme")
        assert first is not None
        assert (only.created_at, only.next_at, only.status) == (T0, first.next_at, DeliveryStatus.PENDING)

    async def test_a_conversation_cannot_touch_the_action_of_another(self, store: Store) -> None:
        await decide(store, "a1", of=ref("c1", "acme"))
        await decide(store, "a1", of=ref("c1", "other"))
        delivery = await store.delivery("acme", "a1")
        assert delivery is not None
        assert delivery.conversation == ref("c1", "acme")
        assert await store.deliveries("other") == []

    async def test_delivered_is_done(self, store: Store) -> None:
        await decide(store, "a1")
        legs = (Leg("desk", DeliveryStatus.DELIVERED, 1, T0, ""),)
        await store.settle([Verdict("a1", DeliveryStatus.DELIVERED, T0 + 3, legs=legs)])
        (delivery,) = await store.deliveries("acme")
        assert (delivery.status, delivery.delivered_at, delivery.attempts) == (DeliveryStatus.DELIVERED, T0 + 3, 1)
        assert delivery.legs == legs
        assert await store.claim(T0 + 10 * LEASE, LEASE, 10) == []

    async def test_a_failed_attempt_waits_for_its_next_time(self, store: Store) -> None:
        await decide(store, "a1")
        await store.claim(T0, 60 * LEASE, 10)
        await store.settle([Verdict("a1", DeliveryStatus.PENDING, T0, next_at=T0 + 50, error="503")])
        assert await store.claim(T0 + 49, LEASE, 10) == []
        (delivery,) = await store.claim(T0 + 50, LEASE, 10)
        assert (delivery.attempts, delivery.error, delivery.next_at) == (1, "503", T0 + 50)

    async def test_a_round_in_which_nothing_was_tried_is_not_counted(self, store: Store) -> None:
        await decide(store, "a1")
        await store.settle([Verdict("a1", DeliveryStatus.PENDING, T0, next_at=T0 + 1, counted=False)])
        (delivery,) = await store.deliveries("acme")
        assert (delivery.attempts, delivery.next_at) == (0, T0 + 1)

    async def test_the_dead_and_the_delivered_can_be_sent_again(self, store: Store) -> None:
        await decide(store, "a1", "a2", "a3")
        leg = (Leg("desk", DeliveryStatus.DEAD, 4, T0, "410"),)
        await store.settle(
            [Verdict("a1", DeliveryStatus.DEAD, T0, error="410", legs=leg), Verdict("a2", DeliveryStatus.DELIVERED, T0)]
        )
        answers = [await store.requeue(name, T0 + 7) for name in ("a1", "a2", "a3", "unknown")]
        assert answers == [True, True, False, False]
        again = await store.delivery("acme", "a1")
        assert again is not None
        assert (again.status, again.attempts, again.next_at, again.error) == (DeliveryStatus.PENDING, 0, T0 + 7, "")
        assert again.legs == leg
        assert {d.action.id for d in await store.claim(T0 + 7, LEASE, 10)} == {"a1", "a2", "a3"}

    async def test_deliveries_are_listed_newest_first_and_filtered(self, store: Store) -> None:
        for n in (1, 2, 3):
            await decide(store, f"a{n}", of=ref(f"c{n}"), at=T0 + n)
        await decide(store, "x1", of=ref("c1", "other"))
        await store.settle([Verdict("a2", DeliveryStatus.DEAD, T0)])

        assert [d.action.id for d in await store.deliveries("acme")] == ["a3", "a2", "a1"]
        assert [d.action.id for d in await store.deliveries("acme", limit=1)] == ["a3"]
        assert [d.action.id for d in await store.deliveries("acme", conversation="c1")] == ["a1"]
        assert [d.action.id for d in await store.deliveries("acme", status=DeliveryStatus.DEAD)] == ["a2"]
        assert await store.deliveries("acme", conversation="c1", status=DeliveryStatus.DEAD) == []
        assert await store.delivery("acme", "x1") is None

    async def test_deliveries_are_listed_by_destination_and_page(self, store: Store) -> None:
        for n in range(4):
            await decide(store, f"a{n}", of=ref(f"c{n}"), at=T0 + n)
        names = {"a0": "desk_1", "a1": "deskx1", "a2": "desk_1", "a3": "desk_1"}
        arrived = DeliveryStatus.DELIVERED
        await store.settle([Verdict(name, arrived, T0, legs=(Leg(to, arrived),)) for name, to in names.items()])
        pages = [await store.deliveries("acme", destination="desk_1", limit=2, offset=n) for n in (0, 2)]
        assert [[d.action.id for d in page] for page in pages] == [["a3", "a2"], ["a0"]]
        assert await store.deliveries("acme", destination="desk") == []
