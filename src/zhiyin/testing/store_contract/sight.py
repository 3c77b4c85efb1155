"""Contract: lists tell somebody with a sight of the conversations in it only."""

from dataclasses import replace
from itertools import product

import pytest

from zhiyin.domain.alarm_handling import Deed, DeedKind
from zhiyin.domain.risk import Tier
from zhiyin.domain.sight import Sight
from zhiyin.domain.utterance import Scalar
from zhiyin.seams import AlarmQuery, ConversationQuery, Store
from zhiyin.testing.ringing import keep, ringing
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import StoreCase

WANG = Sight(frozenset({"A-07", "wang"}), "王敏")


class SightContract(StoreCase):
    @pytest.fixture
    async def served(self, store: Store) -> Store:
        """``own`` and ``also`` are Wang's, ``free`` nobody's, the others Li's; of ``held`` Wang has the alarm."""
        for name, agent in (("own", "A-07"), ("also", "wang"), ("hers", "A-08"), ("held", "A-08"), ("free", None)):
            facts: dict[str, Scalar] = {"agent": agent} if agent else {}
            await keep(store, ringing(ref(name), Tier.MODERATE, facts=facts))
        await store.handle_alarm(ref("held"), Deed(DeedKind.HAND_OVER, "李娜", T0 + 5, person="王敏"))
        await keep(store, ringing(ref("own", "other"), Tier.MODERATE, facts={"agent": "A-08"}))
        return store

    async def test_lists_hold_what_lies_in_sight(self, served: Store) -> None:
        mine = {"own", "also", "free", "held"}
        found = await served.conversations(ConversationQuery("acme", sight=WANG))
        assert {c.ref.id for c in found} == mine
        assert {c.ref.id for c in await served.alarms(AlarmQuery("acme", T0, sight=WANG))} == mine
        assert (await served.tiers("acme", WANG))[Tier.MODERATE] == 4
        assert (await served.tiers("acme"))[Tier.MODERATE] == 5
        assert await served.in_sight("acme", ["own", "hers", "held", "no such"], WANG) == {"own", "held"}
        assert await served.in_sight("other", ["own", "hers"], WANG) == frozenset()
        assert await served.in_sight("acme", ["own", "free"], Sight(frozenset())) == {"free"}

    async def test_one_page_follows_the_other(self, served: Store) -> None:
        pages = [
            [c.ref.id for c in await served.conversations(ConversationQuery("acme", limit=2, offset=n, sight=WANG))]
            for n in (0, 2, 4)
        ]
        assert [len(page) for page in pages] == [2, 2, 0]
        assert await served.deliveries("acme", sight=WANG) == []

    async def test_any_page_is_the_one_of_a_list_of_all_that_is_seen(self, store: Store) -> None:
        """Own ones, nobody's and held ones are looked up apart: none may be missed, told twice or stand elsewhere."""
        names = {"own": "A-07", "login": "wang", "free": None, "hers": "A-08", "held": "A-08", "also held": "A-07"}
        for number, ((name, agent), again) in enumerate(product(names.items(), range(3))):
            tiers = (Tier.MILD, Tier.MODERATE, Tier.SEVERE)[: 1 + number % 3]
            facts: dict[str, Scalar] = {"agent": agent} if agent else {}
            # Of equal time and risk, so that the id alone decides; the ids are not in the order of the arms.
            await keep(store, ringing(ref(f"{again} {name}"), *tiers, at=T0 + number % 2, facts=facts))
            if "held" in name:
                handed = Deed(DeedKind.HAND_OVER, "李娜", T0 + 9_000, person="王敏")
                await store.handle_alarm(ref(f"{again} {name}"), handed)
        both = product(("risk", "recent"), (None, Tier.MODERATE), (None, T0 + 1_001), (None, "ecommerce", "finance"))
        for order, tier, since, scene in both:
            query = ConversationQuery("acme", scene, tier, since, order=order, limit=100)
            every = [c.ref.id for c in await store.conversations(query)]
            for sight in (WANG, replace(WANG, name=""), replace(WANG, staff=frozenset()), Sight(frozenset())):
                seen = [name for name in every if sight.sees(names[name[2:]], "王敏" if "held" in name else "")]
                got = [
                    c.ref.id
                    for n in (0, 7, 14)
                    for c in await store.conversations(replace(query, sight=sight, limit=7, offset=n))
                ]
                assert got == seen, (order, tier, since, scene, sight)
                if scene is None and since is None and tier is not None:
                    assert (await store.tiers("acme", sight))[tier] == len(seen)

    async def test_by_risk_of_any_tier_is_by_risk_alone(self, store: Store) -> None:
        for number, tiers in enumerate(((), (Tier.MILD,), (Tier.MODERATE,), (Tier.SEVERE,)) * 3):
            await keep(store, ringing(ref(f"c{number:02}"), *tiers, at=T0 + number % 2))
        found = await store.conversations(ConversationQuery("acme", limit=100))
        ordered = sorted(found, key=lambda c: (c.risk.probability, c.state.last_at, c.ref.id), reverse=True)
        assert len(found) == 12
        for start in range(0, 12, 5):
            page = await store.conversations(ConversationQuery("acme", order="risk", limit=5, offset=start))
            assert [c.ref for c in page] == [c.ref for c in ordered[start : start + 5]]
