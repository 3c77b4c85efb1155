"""Conversations that a version before the wall has stored come to it by themselves."""

from pathlib import Path

import sqlalchemy as sa

from zhiyin.app.tiling import tile_all
from zhiyin.domain.alarm_handling import AlarmState
from zhiyin.domain.risk import Tier
from zhiyin.domain.sight import Sight
from zhiyin.domain.utterance import Scalar
from zhiyin.store import open_store
from zhiyin.testing.ringing import keep, ringing
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.summing import summing

TILE = ("agent", "team", "waiting_since", "closed", "alarm_level", "alarm_at", "brief")


async def test_rows_without_a_tile_get_the_one_they_would_have_had(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/zhiyin.db", summer=summing())
    await store.open()
    for number in range(3):
        facts: dict[str, Scalar] = {"agent": "A-07", "closed": number == 2}
        await keep(store, ringing(ref(f"c{number}"), Tier.MODERATE, at=T0 + number, facts=facts))
    before = await store.tiles("acme", 0, 10)
    engine = sa.create_engine(f"sqlite:///{tmp_path}/zhiyin.db")
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE conversations SET {', '.join(f'{name} = NULL' for name in TILE)}"))
    engine.dispose()
    wang = Sight(frozenset({"wang"}))
    assert await store.tiles("acme", 0, 10) == []
    assert await store.in_sight("acme", ["c0", "c1", "c2"], wang) == frozenset(), "whose it is nobody knows"
    assert await store.fill_tiles(1) == 1
    assert await tile_all(store) == 2
    assert await tile_all(store) == 0
    assert await store.tiles("acme", 0, 10) == before
    assert [(t.ref.id, t.alarm_state) for t in before] == [("c1", AlarmState.OPEN), ("c0", AlarmState.OPEN)]
    assert await store.in_sight("acme", ["c0"], Sight(frozenset({"A-07"}))) == {"c0"}
    await store.close()
