"""Contract: business outcomes are kept with their revisions and joined to conversations whenever they are read."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from zhiyin.domain.alarm import Alarm
from zhiyin.domain.business_outcome import LINK_WITHIN_MS, BusinessOutcome, OutcomeKind
from zhiyin.domain.conversation import Step
from zhiyin.domain.customer import CustomerRef
from zhiyin.domain.past_conversation import PastConversation
from zhiyin.domain.risk import Tier
from zhiyin.domain.text import SafeText
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, came_back, ref
from zhiyin.testing.store_contract.base import Opener, StoreCase

ANNA, BEN = "c-00000000000000aa", "c-00000000000000bb"


async def _open(
    store: Store,
    name: str,
    opened_at: int = T0,
    customer: str | None = None,
    tenant: str = "acme",
    alarms: tuple[Alarm, ...] = (),
    scene: str = "ecommerce",
    team: str | None = None,
) -> None:
    """One conversation of one turn."""
    of = ref(name, tenant)
    event = samples.event(of, 1)
    await store.accept([event], T0)
    base = samples.conversation(of, 1, last_at=opened_at + 5, scene=scene)
    told = {"customer": customer, "team": team}
    facts = {**base.state.facts, **{name: value for name, value in told.items() if value}}
    state = replace(base.state, facts=facts, alarms=alarms)
    opened = replace(base, opened_at=opened_at, state=state)
    assert await store.save([Step(opened, (samples.outcome(event, 1),))], T0) == [True]


async def _ends(past: AsyncIterator[PastConversation]) -> dict[str, list[str]]:
    """Conversation -> ids of its outcomes."""
    return {p.ref.id: [o.id for o in p.outcomes] async for p in past}


class BusinessOutcomesContract(StoreCase):
    async def test_what_is_kept_comes_back(self, store: Store) -> None:
        outcome = came_back("o1", kind=OutcomeKind.REVIEW, value=1.5, bad=True, text=SafeText("差 <PHONE>\u0000😡"))
        assert await store.keep_outcomes([outcome], T0 + 9) == [(1, True)]
        (kept,) = await store.kept_outcomes("acme", "c1")
        assert (kept.outcome, kept.received_at, kept.current) == (outcome, T0 + 9, True)
        assert await store.current_outcomes("acme", ["o1", "o2"]) == {"o1": outcome}

    async def test_nothing_kept_is_nothing_done(self, store: Store) -> None:
        assert await store.keep_outcomes([], T0) == []
        assert await store.current_outcomes("acme", []) == {}
        assert await store.past_outcomes([]) == {}
        assert await store.kept_outcomes("acme") == []
        assert await _ends(store.joined("acme", None, None)) == {}

    async def test_the_same_again_changes_nothing_and_another_content_corrects(self, store: Store) -> None:
        first, second = came_back("o1", value=1.0, bad=True), came_back("o1", value=5.0)
        assert await store.keep_outcomes([first], T0) == [(1, True)]
        assert await store.keep_outcomes([first, second, second, first], T0 + 1) == [
            (1, False),
            (2, True),
            (2, False),
            (3, True),
        ]
        kept = await store.kept_outcomes("acme", "c1")
        assert [(k.outcome.revision, k.outcome.value, k.current) for k in kept] == [
            (3, 1.0, True),
            (2, 5.0, False),
            (1, 1.0, False),
        ]

    async def test_of_many_senders_of_one_outcome_each_gets_its_revision(self, store: Store) -> None:
        corrections = [came_back("o1", value=1 + n / 10) for n in range(20)]
        answers = await asyncio.gather(*(store.keep_outcomes([c], T0) for c in corrections))
        assert sorted(a for (a,) in answers) == [(n, True) for n in range(1, 21)]
        assert [k.current for k in await store.kept_outcomes("acme")].count(True) == 1

    async def test_two_processes_correct_one_outcome(self, store: Store, opener: Opener) -> None:
        other = opener()
        await other.open()
        given = [(s, came_back("o1", value=1 + n / 10)) for n in range(20) for s in (store, other)]
        answers = await asyncio.gather(*(s.keep_outcomes([c], T0) for s, c in given))
        revisions = sorted(revision for ((revision, new),) in answers if new)
        assert revisions == list(range(1, len(revisions) + 1))
        kept = await store.kept_outcomes("acme")
        assert [k.outcome.revision for k in kept if k.current] == [len(revisions)]
        assert len(kept) == len(revisions) >= 20
        await other.close()

    async def test_an_outcome_may_come_before_its_conversation(self, store: Store) -> None:
        await store.keep_outcomes([came_back("o1")], T0)
        assert await _ends(store.joined("acme", None, None)) == {}
        await _open(store, "c1")
        assert await _ends(store.joined("acme", None, None)) == {"c1": ["o1"]}

    async def test_only_what_counts_now_is_joined(self, store: Store) -> None:
        await _open(store, "c1")
        await _open(store, "c2")
        taken_back = [came_back("o1"), replace(came_back("o1"), withdrawn=True)]
        moved = [came_back("o2"), came_back("o2", conversation="c2")]
        await store.keep_outcomes([*taken_back, *moved, came_back("o3", at=T0 + 2), came_back("o4", at=T0 + 1)], T0)
        assert await _ends(store.joined("acme", None, None)) == {"c1": ["o4", "o3"], "c2": ["o2"]}

    async def test_a_customer_is_linked_to_the_latest_conversation_before(self, store: Store) -> None:
        for name, opened_at in (("old", T0), ("new", T0 + 100), ("later", T0 + 200)):
            await _open(store, name, opened_at, ANNA)
        await _open(store, "other", T0 + 100, BEN)
        outcome = came_back("o1", conversation=None, customer=ANNA, at=T0 + 150)
        await store.keep_outcomes([outcome], T0)
        ends = await _ends(store.joined("acme", None, None))
        assert ends == {"old": [], "new": ["o1"], "other": [], "later": []}
        assert [k.outcome for k in await store.kept_outcomes("acme", "new")] == [outcome]
        assert await store.kept_outcomes("acme", "old") == []

    async def test_a_customer_is_linked_for_thirty_days_and_never_backwards(self, store: Store) -> None:
        await _open(store, "c1", T0, ANNA)
        for name, at in (("early", T0 - 1), ("last", T0 + LINK_WITHIN_MS), ("late", T0 + LINK_WITHIN_MS + 1)):
            await store.keep_outcomes([came_back(name, conversation=None, customer=ANNA, at=at)], T0)
        assert await _ends(store.joined("acme", None, None)) == {"c1": ["last"]}

    async def test_a_named_conversation_goes_before_the_customer(self, store: Store) -> None:
        await _open(store, "c1", T0, ANNA)
        await _open(store, "c2", T0 + 1, ANNA)
        await store.keep_outcomes([came_back("o1", customer=ANNA, at=T0 + 9)], T0)
        assert await _ends(store.joined("acme", None, None)) == {"c1": ["o1"], "c2": []}

    async def test_joined_tells_the_course_and_keeps_to_what_was_asked(self, store: Store) -> None:
        alarms = (Alarm(Tier.MILD, T0 + 1, 1, 0.3), Alarm(Tier.SEVERE, T0 + 3, 2, 0.9))
        await _open(store, "c1", T0, alarms=alarms)
        await _open(store, "c2", T0 + 10, scene="finance", team="夜班")
        (past,) = [p async for p in store.joined("acme", T0, T0 + 10)]
        assert past == PastConversation(ref("c1"), "ecommerce", "chat", T0, T0 + 5, 1, alarms, 0.25, 0.9)
        assert await _ends(store.joined("acme", T0 + 1, None)) == {"c2": []}
        assert await _ends(store.joined("acme", None, None, "finance")) == {"c2": []}
        assert await _ends(store.joined("acme", None, None, None, "phone")) == {}
        assert await _ends(store.joined("acme", None, None, team="夜班")) == {"c2": []}

    async def test_joined_is_longer_than_a_page_and_sorted_by_time(self, store: Store) -> None:
        events = [samples.event(ref(f"c{n:03}"), 1) for n in range(450)]
        await store.accept(events, T0)
        steps = [samples.step(1, samples.outcome(e, 1)) for e in events]
        # Half of them begin at one and the same moment, the others one after the other, latest first.
        moved = [
            replace(s, conversation=replace(s.conversation, opened_at=T0 if n < 225 else T0 + 999 - n))
            for n, s in enumerate(steps)
        ]
        assert all(await store.save(moved, T0))
        await store.keep_outcomes([came_back("o1", conversation="c300")], T0)
        ends = await _ends(store.joined("acme", None, None))
        assert list(ends) == [f"c{n:03}" for n in (*range(225), *range(449, 224, -1))]
        assert [name for name, ids in ends.items() if ids] == ["c300"]

    async def test_the_past_of_a_customer_is_told_once_each(self, store: Store) -> None:
        await _open(store, "c1", T0, ANNA)
        named = came_back("o1", conversation=None, customer=ANNA, at=T0 + 2, bad=True)
        both = came_back("o2", customer=ANNA, at=T0 + 1)
        by_conversation = came_back("o3", at=T0 + 3)
        gone = replace(came_back("o4", customer=ANNA), withdrawn=True)
        await store.keep_outcomes([named, both, by_conversation, gone], T0)
        anna, ben = CustomerRef("acme", ANNA), CustomerRef("acme", BEN)
        assert await store.past_outcomes([ben, anna]) == {anna: [(T0 + 1, False), (T0 + 2, True), (T0 + 3, False)]}

    async def test_outcomes_of_tenants_are_kept_apart(self, store: Store) -> None:
        await _open(store, "c1", T0, ANNA)
        await _open(store, "c1", T0, ANNA, tenant="other")
        theirs: list[BusinessOutcome] = [
            came_back("o1", tenant="other"),
            came_back("o2", tenant="other", conversation=None, customer=ANNA),
        ]
        await store.keep_outcomes([*theirs, came_back("o1", value=4.0)], T0)
        assert await _ends(store.joined("acme", None, None)) == {"c1": ["o1"]}
        assert await _ends(store.joined("other", None, None)) == {"c1": ["o1", "o2"]}
        assert [k.outcome.value for k in await store.kept_outcomes("acme")] == [4.0]
        assert await store.past_outcomes([CustomerRef("acme", ANNA)]) == {CustomerRef("acme", ANNA): [(T0, False)]}
