"""Contract: lists tell somebody with a sight of the conversations in it only."""

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
