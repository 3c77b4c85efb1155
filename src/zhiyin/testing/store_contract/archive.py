"""Contract: lists, counts and history."""

from dataclasses import dataclass

from zhiyin.domain.conversation import Step
from zhiyin.domain.delivery import DeliveryStatus, Verdict
from zhiyin.domain.risk import Tier
from zhiyin.seams import ConversationQuery, Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import StoreCase, apply, decide


@dataclass(frozen=True)
class _Kept:
    name: str
    last_at: int
    risk: float
    tier: Tier
    scene: str = "ecommerce"
    tenant: str = "acme"


KEPT = (
    _Kept("a", 10, 0.9, Tier.SEVERE),
    _Kept("b", 30, 0.3, Tier.MILD),
    _Kept("c", 20, 0.9, Tier.SEVERE, "finance"),
    _Kept("d", 30, 0.0, Tier.NONE),
    _Kept("e", 99, 1.0, Tier.SEVERE, tenant="other"),
)


class ArchiveContract(StoreCase):
    async def _fill(self, store: Store) -> None:
        steps = []
        for k in KEPT:
            of = ref(k.name, k.tenant)
            event = samples.event(of, 1)
            await store.accept([event], T0)
            snapshot = samples.conversation(of, 1, last_at=T0 + k.last_at, risk=k.risk, tier=k.tier, scene=k.scene)
            steps.append(Step(snapshot, (samples.outcome(event, 1),)))
        assert all(await store.save(steps, T0))

    async def _names(self, store: Store, query: ConversationQuery) -> str:
        return "".join(c.ref.id for c in await store.conversations(query))

    async def test_recent_and_risky_come_first(self, store: Store) -> None:
        await self._fill(store)
        assert await self._names(store, ConversationQuery("acme")) == "dbca"
        # Equal risk: the more recent first; equal time: by id, backwards.
        assert await self._names(store, ConversationQuery("acme", order="risk")) == "cabd"

    async def test_filters(self, store: Store) -> None:
        await self._fill(store)
        assert await self._names(store, ConversationQuery("acme", tier=Tier.SEVERE, order="risk")) == "ca"
        assert await self._names(store, ConversationQuery("acme", scene="finance")) == "c"
        assert await self._names(store, ConversationQuery("acme", since=T0 + 20, until=T0 + 30)) == "c"
        assert await self._names(store, ConversationQuery("acme", tier=Tier.MILD, scene="finance")) == ""
        assert await self._names(store, ConversationQuery("nobody")) == ""

    async def test_pages_join_without_gap_or_overlap(self, store: Store) -> None:
        await self._fill(store)
        for order, whole in (("recent", "dbca"), ("risk", "cabd")):
            pages = [
                await self._names(store, ConversationQuery("acme", order=order, limit=1, offset=n)) for n in range(5)
            ]
            assert "".join(pages) == whole

    async def test_a_conversation_by_name(self, store: Store) -> None:
        await self._fill(store)
        found = await store.conversation(ref("c"))
        assert found == samples.conversation(ref("c"), 1, last_at=T0 + 20, risk=0.9, tier=Tier.SEVERE, scene="finance")
        assert await store.conversation(ref("e")) is None
        assert await store.conversation(ref("c", "other")) is None

    async def test_counts_of_an_empty_store_are_zero(self, store: Store) -> None:
        names = ("conversations", "events", "unapplied", "pending", "delivered", "dead", "withdrawn")
        assert await store.counts("acme") == dict.fromkeys(names, 0)
        assert await store.tiers("acme") == dict.fromkeys(Tier, 0)

    async def test_counts_are_per_tenant(self, store: Store) -> None:
        await decide(store, "a1", "a2", "a3", "a4", of=ref("c1"))
        await decide(store, "x1", of=ref("c1", "other"))
        await store.accept([samples.event(ref("c2"), n) for n in (1, 2)], T0)
        await store.settle([Verdict("a1", DeliveryStatus.DELIVERED, T0), Verdict("a2", DeliveryStatus.DEAD, T0)])
        assert await store.counts("acme") == {
            "conversations": 1,
            "events": 3,
            "unapplied": 2,
            "pending": 2,
            "delivered": 1,
            "dead": 1,
            "withdrawn": 0,
        }

    async def test_tiers_follow_the_snapshots(self, store: Store) -> None:
        await self._fill(store)
        assert await store.tiers("acme") == {Tier.NONE: 1, Tier.MILD: 1, Tier.MODERATE: 0, Tier.SEVERE: 2}
        later = samples.event(ref("a"), 2)
        calmed = samples.conversation(ref("a"), 2, last_at=T0 + 40, risk=0.1, tier=Tier.NONE)
        assert await store.save([Step(calmed, (samples.outcome(later, 2),))], T0) == [True]
        assert await store.tiers("acme") == {Tier.NONE: 2, Tier.MILD: 1, Tier.MODERATE: 0, Tier.SEVERE: 1}
        assert await self._names(store, ConversationQuery("acme", order="risk")) == "cbad"

    async def test_history_gives_whole_conversations(self, store: Store) -> None:
        for name in ("b", "a"):
            await apply(store, [samples.event(ref(name), n) for n in (1, 2, 3)])
        await apply(store, [samples.event(ref("a", "other"), 1)])
        past = [(of, turns) async for of, turns in store.history("acme")]
        assert [of for of, _ in past] == [ref("a"), ref("b")]
        for of, turns in past:
            assert turns == await store.turns(of)
            assert [t.outcome.sequence for t in turns if t.outcome] == [1, 2, 3]

    async def test_history_is_bounded_by_time_and_scene(self, store: Store) -> None:
        await self._fill(store)

        async def names(since: int | None = None, until: int | None = None) -> str:
            return "".join([of.id async for of, _ in store.history("acme", since, until)])

        assert await names() == "abcd"
        assert await names(since=T0 + 20) == "bcd"
        assert await names(since=T0 + 20, until=T0 + 30) == "c"
        assert [of.id async for of, _ in store.history("acme", scene="finance")] == ["c"]

    async def test_extent_counts_history_and_bounds_it_to_the_latest(self, store: Store) -> None:
        await self._fill(store)
        assert await store.extent("acme", None, None, None, 10) == (4, None)
        assert await store.extent("acme", T0 + 20, T0 + 30, None, 10) == (1, T0 + 20)
        assert await store.extent("acme", None, None, "finance", 10) == (1, None)
        assert await store.extent("acme", None, None, None, 2) == (2, T0 + 30)
        # Two ended at the same moment: both take part.
        assert await store.extent("acme", None, None, None, 1) == (2, T0 + 30)
        assert await store.extent("nobody", None, None, None, 1) == (0, None)

    async def test_history_is_longer_than_a_page(self, store: Store) -> None:
        events = [samples.event(ref(f"c{n:03}"), 1) for n in range(130)]
        await store.accept(events, T0)
        assert all(await store.save([samples.step(1, samples.outcome(e, 1)) for e in events], T0))
        past = [of.id async for of, _ in store.history("acme")]
        assert past == [f"c{n:03}" for n in range(130)]
