"""Contract: a wall is told of open conversations, and of nothing else."""

from dataclasses import replace

from zhiyin.domain.alarm_handling import AlarmState, Deed, DeedKind
from zhiyin.domain.conversation import Step
from zhiyin.domain.risk import Tier
from zhiyin.domain.tile import tile_of
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.ringing import keep, ringing
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import StoreCase


class WallContract(StoreCase):
    async def test_a_tile_is_what_the_snapshot_says(self, store: Store) -> None:
        whole = ringing(ref(), Tier.MILD, Tier.SEVERE, facts={"team": "售后一组", "agent": "A-07"})
        plain = samples.conversation(ref("plain"), 1, last_at=T0 - 1)
        await keep(store, whole, plain)
        told = [replace(tile_of(whole), alarm_state=AlarmState.OPEN), tile_of(plain)]
        assert await store.tiles("acme", T0 - 1, 10) == told

    async def test_only_open_ones_the_newest_first(self, store: Store) -> None:
        kept = [ringing(ref(name), Tier.MILD, at=T0 + n) for n, name in enumerate("abc")]
        over = ringing(ref("over"), Tier.MILD, at=T0 + 9, facts={"closed": True})
        elsewhere = ringing(ref("x", "other"), Tier.SEVERE, at=T0 + 9)
        await keep(store, *kept, over, elsewhere)
        assert [t.ref.id for t in await store.tiles("acme", T0 + 1, 10)] == ["c", "b"]
        assert [t.ref.id for t in await store.tiles("acme", T0, 1)] == ["c"]
        assert await store.open_tiers("acme", T0) == {**dict.fromkeys(Tier, 0), Tier.MILD: 3}
        assert await store.open_tiers("acme", T0 + 10) == dict.fromkeys(Tier, 0)

    async def test_one_that_goes_on_after_all_is_open_again(self, store: Store) -> None:
        await keep(store, ringing(ref(), Tier.MILD, facts={"closed": True}))
        assert await store.tiles("acme", T0, 10) == []
        again = ringing(ref(), Tier.MILD, version=2, facts={"closed": False})
        assert await store.save([Step(again, ())], T0) == [True]
        assert [t.ref for t in await store.tiles("acme", T0, 10)] == [ref()]

    async def test_how_the_alarm_stands_is_told(self, store: Store) -> None:
        await keep(store, ringing(ref(), Tier.MODERATE), ringing(ref("calm")))
        await store.handle_alarm(ref(), Deed(DeedKind.ACKNOWLEDGE, "li", T0 + 5))
        assert {t.ref.id: t.alarm_state for t in await store.tiles("acme", T0, 10)} == {
            "c1": AlarmState.TAKEN,
            "calm": None,
        }
        await keep(store, ringing(ref(), Tier.MODERATE, Tier.SEVERE, version=2))
        (tile,) = await store.tiles("acme", T0 + 0, 1)
        assert {t.ref.id: t.alarm_state for t in await store.tiles("acme", T0, 10)}["c1"] is AlarmState.OPEN
        assert tile.ref.tenant == "acme"

    async def test_nothing_is_to_be_filled_where_every_row_brought_its_tile(self, store: Store) -> None:
        await keep(store, ringing(ref(), Tier.MILD))
        assert await store.fill_tiles(10) == 0

    async def test_how_many_rang_when(self, store: Store) -> None:
        await keep(store, ringing(ref("a"), Tier.MILD, Tier.MODERATE), ringing(ref("b"), Tier.MILD), ringing(ref("c")))
        nobody = {Tier.MILD: 0, Tier.MODERATE: 0, Tier.SEVERE: 0}
        assert await store.rung("acme", T0, T0 + 1_001) == {**nobody, Tier.MILD: 1, Tier.MODERATE: 1}
        assert await store.rung("acme", T0, T0 + 1_000) == {**nobody, Tier.MILD: 1}
        assert await store.rung("other", 0, T0 * 2) == nobody
