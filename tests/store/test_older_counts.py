"""A store that an older program has filled: its events are counted once, and its conversations are found as before."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from zhiyin.domain.risk import Tier
from zhiyin.domain.sight import Sight
from zhiyin.seams import ConversationQuery
from zhiyin.store import engines, migrate, open_store
from zhiyin.store.address import parse
from zhiyin.store.codec import conversation_row, event_row
from zhiyin.store.tables import conversations, events
from zhiyin.testing import samples
from zhiyin.testing.ringing import ringing
from zhiyin.testing.samples import T0, ref


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/zhiyin.db"
    found: str = request.getfixturevalue("postgres_url")
    return found


async def test_a_filled_store_of_schema_0015_is_brought_up_to_date(url: str) -> None:
    def fill(connection: sa.Connection) -> None:
        migrate.to_revision(connection, "0015")
        said = [samples.event(ref("free"), n) for n in (1, 2, 3)] + [samples.event(ref("x", "other"), 1)]
        connection.execute(sa.insert(events), [event_row(event, T0) for event in said])
        free, hers = ringing(ref("free"), Tier.MILD), ringing(ref("hers"), Tier.SEVERE, facts={"agent": "A-08"})
        connection.execute(sa.insert(conversations), [conversation_row(free), conversation_row(hers)])

    gate = engines.writing(parse(url, None), None)
    await gate.run(fill)
    await gate.close()
    store = open_store(url)
    await store.open()
    assert [(await store.counts(tenant))["events"] for tenant in ("acme", "other", "nobody")] == [3, 1, 0]
    again = [samples.event(ref("free"), n) for n in (3, 4)]
    assert await store.accept(again, T0) == [False, True]
    assert (await store.counts("acme"))["events"] == 4
    by_risk = ConversationQuery("acme", order="risk")
    assert [c.ref.id for c in await store.conversations(by_risk)] == ["hers", "free"]
    sight = Sight(frozenset({"A-07"}))
    assert [c.ref.id for c in await store.conversations(ConversationQuery("acme", sight=sight))] == ["free"]
    await store.close()
