"""What is known of a customer's past travels with the event, as known when it was accepted."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.customer import CustomerRef
from zhiyin.domain.sent_outcome import SentOutcome
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Facts
from zhiyin.engine.past_facts import past_facts
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.spine import START, TENANT, Spine, said, spine

DAY = 86_400_000
VIP = {"customer": "vip-7"}


def complaint(name: str, at: int, customer: str = "vip-7") -> SentOutcome:
    return SentOutcome(TENANT, name, "complaint", at, customer=RawText(customer))


async def _facts(running: Spine, conversation: str = "c1") -> list[Facts]:
    turns = await running.store.turns(ConversationRef(TENANT, conversation))
    return [{k: v for k, v in t.masked.origin.facts.items() if k != "customer"} for t in turns]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/zhiyin.db"


async def test_facts_are_those_known_then_also_after_a_late_event(url: str) -> None:
    async with spine(url, clock=ManualClock(START + 99 * DAY)) as running:
        await running.send(said(1, "在吗", facts=dict(VIP)))
        await running.engine.outcomes.accept([complaint("o1", START - 3 * DAY)])
        await running.send(said(5, "还在吗", facts=dict(VIP)), said(6, "在吗"))
        await running.settled()
        known: Facts = {"past_outcomes": 1, "past_bad_outcomes": 1, "days_since_bad": 3}
        assert await _facts(running) == [{}, known, {}]
        await running.engine.outcomes.accept([complaint("o2", START - 2 * DAY)])
        await running.send(said(3, "人呢"))  # a late event: the whole conversation is worked off anew
        await running.settled()
        assert await _facts(running) == [{}, {}, known, {}]
        conversation = await running.store.conversation(ConversationRef(TENANT, "c1"))
        assert conversation
        assert {k: conversation.state.facts[k] for k in known} == known


async def test_what_the_sender_says_of_the_past_stands(url: str) -> None:
    async with spine(url, clock=ManualClock(START + 99 * DAY)) as running:
        await running.engine.outcomes.accept([complaint("o1", START - 3 * DAY)])
        await running.send(said(1, "在吗", facts={**VIP, "past_bad_outcomes": 12}))
        assert await _facts(running) == [{"past_outcomes": 1, "past_bad_outcomes": 12, "days_since_bad": 3}]


async def test_a_batch_asks_once_and_only_if_it_names_a_customer(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with spine(url) as running:
        asked: list[Sequence[CustomerRef]] = []
        ask = running.store.past_outcomes

        async def remember(customers: Sequence[CustomerRef]) -> dict[CustomerRef, list[tuple[int, bool]]]:
            asked.append(customers)
            return await ask(customers)

        monkeypatch.setattr(running.store, "past_outcomes", remember)
        await running.send(said(1, "在吗"), said(2, "在吗"))
        assert asked == []
        named = [said(n, "在吗", conversation=f"c{n}", facts={"customer": f"vip-{n % 3}"}) for n in range(3, 20)]
        await running.send(*named)
        assert [len(customers) for customers in asked] == [3]


@given(st.lists(st.tuples(st.integers(0, 100 * DAY), st.booleans())), st.integers(0, 100 * DAY))
def test_only_what_lies_before_counts(past: list[tuple[int, bool]], at: int) -> None:
    facts = past_facts(past, at)
    before = [(when, bad) for when, bad in past if when <= at]
    assert facts == past_facts(before, at)
    assert facts.get("past_outcomes", 0) == len(before) >= facts.get("past_bad_outcomes", 0)
    assert ("days_since_bad" in facts) == any(bad for _, bad in before)
    assert facts.get("days_since_bad", 0) >= 0
    assert ("past_outcomes" in facts) == bool(before)
