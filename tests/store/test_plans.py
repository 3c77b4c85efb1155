"""Query plans: what is asked often is answered from an index on SQLite, also when the store has grown large."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext

from zhiyin.domain.alarm_handling import AlarmState
from zhiyin.domain.customer import CustomerRef
from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.risk import Tier
from zhiyin.domain.sight import Sight
from zhiyin.seams import AlarmQuery, ConversationQuery
from zhiyin.store import SqlStore, open_store
from zhiyin.store.gate import ThreadGate
from zhiyin.testing import samples
from zhiyin.testing.samples import ref

WANG = Sight(frozenset({"A-07", "wang"}), "王敏")
Question = Callable[[SqlStore], Awaitable[object]]


async def _outcomes_of_a_conversation(store: SqlStore) -> None:
    await store.keep_outcomes([samples.came_back("o1")], samples.T0)
    assert await store.kept_outcomes("acme", "c1")


async def _joined(store: SqlStore) -> None:
    event = samples.event(ref(), 1)
    await store.accept([event], samples.T0)
    await store.save([samples.step(1, samples.outcome(event, 1))], samples.T0)
    assert [p async for p in store.joined("acme", 1, None)]


QUESTIONS: dict[str, Question] = {
    "load": lambda s: s.load([ref("a"), ref("b"), ref("c", "other")]),
    "turns": lambda s: s.turns(ref(), 5),
    "unapplied, next page": lambda s: s.unapplied(5, ref()),
    "by risk": lambda s: s.conversations(ConversationQuery("acme", order="risk")),
    "by risk in a tier": lambda s: s.conversations(ConversationQuery("acme", order="risk", tier=Tier.MILD)),
    "by risk in sight": lambda s: s.conversations(ConversationQuery("acme", order="risk", sight=WANG)),
    "recent in sight": lambda s: s.conversations(ConversationQuery("acme", since=1, scene="finance", sight=WANG)),
    "tiers in sight": lambda s: s.tiers("acme", WANG),
    "in sight": lambda s: s.in_sight("acme", ["c1", "c2"], WANG),
    "deliveries in sight": lambda s: s.deliveries("acme", sight=WANG),
    "recent": lambda s: s.conversations(ConversationQuery("acme")),
    "counts": lambda s: s.counts("acme"),
    "tiers": lambda s: s.tiers("acme"),
    "claim": lambda s: s.claim(1, 1, 1),
    "deliveries": lambda s: s.deliveries("acme"),
    "deliveries of a conversation": lambda s: s.deliveries("acme", conversation="c1"),
    "dead deliveries": lambda s: s.deliveries("acme", status=DeliveryStatus.DEAD),
    "delivery": lambda s: s.delivery("acme", "a1"),
    "outcomes": lambda s: s.kept_outcomes("acme"),
    "outcomes of a conversation": _outcomes_of_a_conversation,
    "current outcomes": lambda s: s.current_outcomes("acme", ["o1", "o2"]),
    "past outcomes": lambda s: s.past_outcomes([CustomerRef("acme", "c-1"), CustomerRef("other", "c-2")]),
    "joined": _joined,
    "open tiles": lambda s: s.tiles("acme", 1, 100),
    "open tiers": lambda s: s.open_tiers("acme", 1),
    "how many rang": lambda s: s.rung("acme", 1, 9),
    "alarm": lambda s: s.alarm(ref()),
    "alarms": lambda s: s.alarms(AlarmQuery("acme", 1, AlarmState.OPEN, team="t")),
    "alarm counts": lambda s: s.alarm_counts("acme", 1),
    "alarm history": lambda s: s.alarm_history(ref()),
    "unanswered alarms": lambda s: s.unanswered_alarms(9, 1),
    "alarm times": lambda s: s.alarm_times("acme", 1, 9),
    "scripts": lambda s: s.scripts(),
    "revisions of a script": lambda s: s.script_revisions("ecommerce", "s1"),
    "phrases": lambda s: s.phrases("acme"),
    "due uses": lambda s: s.due_uses(5, 5),
    "figures of scripts": lambda s: s.script_figures("acme"),
    "customer's turns": lambda s: s.customer_outcomes(ref(), after=3),
    "find key": lambda s: s.find_key("ab"),
}


SORTED = {"load", "turns", "phrases", "outcomes of a conversation", "past outcomes", "alarm times"}
"""What is sorted after the look-up is one conversation or one call's worth, never a whole list; or a day of alarms."""

MERGED = {"by risk", "by risk in sight", "recent in sight"}
"""The pages of several look-ups are sorted into one; so are, by time, all that one agent serves or holds."""
PAGES = "SCAN anon_"
"""SQLAlchemy's names for what was looked up before: at most a page of each."""


@pytest.mark.parametrize("name", QUESTIONS)
async def test_no_table_is_scanned_or_sorted_whole(name: str, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/zhiyin.db")
    await store.open()
    asked: list[tuple[str, tuple[object, ...]]] = []

    def remember(
        _: sa.Connection,
        __: DBAPICursor,
        statement: str,
        values: tuple[object, ...],
        ___: ExecutionContext | None,
        ____: bool,
    ) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, values))

    reading = store._database._reading
    assert isinstance(reading, ThreadGate)
    sa.event.listen(reading.engine, "before_cursor_execute", remember)
    await QUESTIONS[name](store)
    sa.event.remove(reading.engine, "before_cursor_execute", remember)
    assert asked
    for statement, values in asked:
        with reading.engine.connect() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).mappings().all()
        steps = [str(row["detail"]) for row in plan if row["detail"] != "SCAN CONSTANT ROW"]
        assert steps
        merged = name in MERGED
        assert not [step for step in steps if step.startswith("SCAN") and not (merged and step.startswith(PAGES))]
        if "sight" in name:
            looked = [step for step in steps if "SEARCH conversations" in step]
            assert not [step for step in looked if "agent=?" not in step and "id=?" not in step], "all of the tenant"
        assert name in SORTED or merged or not [step for step in steps if "TEMP B-TREE" in step]
    await store.close()
