"""Contract: what is old, and what is one person's, is deleted whole, and nothing else."""

from dataclasses import replace

from zhiyin.domain.conversation import Step
from zhiyin.domain.delivery import DeliveryStatus, Verdict
from zhiyin.domain.person import PersonRecord
from zhiyin.domain.retention import Expired
from zhiyin.domain.utterance import Masked
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import StoreCase

CUSTOMER, OTHER = "c-0123456789abcdef", "c-fedcba9876543210"


def said(name: str, n: int, at: int, customer: str | None = None, tenant: str = "acme") -> Masked:
    event = samples.event(ref(name, tenant), n, at=at)
    facts = {"customer": customer} if customer else {}
    return replace(event, origin=replace(event.origin, facts=facts))


async def talk(store: Store, name: str, at: int, customer: str | None = None, tenant: str = "acme") -> None:
    """A worked-off conversation of one turn that leads to one action."""
    event = said(name, 1, at, customer, tenant)
    await store.accept([event], at)
    outcome = samples.outcome(event, 1, (samples.action(f"{tenant}-{name}"),))
    whole = samples.conversation(ref(name, tenant), 1, last_at=at)
    state = replace(whole.state, facts={"customer": customer} if customer else {})
    assert await store.save([Step(replace(whole, state=state), (outcome,))], at) == [True]


class ErasureContract(StoreCase):
    async def test_old_conversations_go_with_their_events_and_outcomes(self, store: Store) -> None:
        for n in range(3):
            await talk(store, f"c{n}", T0 + n)
        await talk(store, "c0", T0, tenant="other")
        assert await store.count_expired("acme", T0 + 2, None, None) == Expired(conversations=2)
        assert [await store.delete_conversations("acme", T0 + 2, 1) for _ in range(3)] == [1, 1, 0]
        counts = await store.counts("acme")
        assert (counts["conversations"], counts["events"]) == (1, 1)
        assert await store.turns(ref("c1")) == []
        assert len(await store.turns(ref("c0", "other"))) == 1
        assert len(await store.deliveries("acme")) == 3, "actions have a time of their own"

    async def test_what_waits_to_be_worked_off_is_not_old(self, store: Store) -> None:
        await talk(store, "c0", T0)
        await store.accept([said("c0", 2, T0 + 1)], T0 + 50)
        assert await store.count_expired("acme", T0 + 9, None, None) == Expired()
        assert await store.delete_conversations("acme", T0 + 9, 9) == 0

    async def test_old_deliveries_go_unless_they_are_on_their_way(self, store: Store) -> None:
        for n in range(3):
            await talk(store, f"c{n}", T0 + n)
        await store.settle([Verdict(f"acme-c{n}", DeliveryStatus.DELIVERED, T0) for n in (0, 2)])
        assert await store.count_expired("acme", None, T0 + 2, None) == Expired(deliveries=1)
        assert await store.delete_deliveries("acme", T0 + 2, 9) == 1
        assert {d.action.id for d in await store.deliveries("acme")} == {"acme-c1", "acme-c2"}

    async def test_old_business_outcomes_go_with_all_revisions(self, store: Store) -> None:
        await store.keep_outcomes([samples.came_back("o1"), samples.came_back("o2")], T0)
        await store.keep_outcomes([samples.came_back("o1", value=1.0)], T0 + 5)
        await store.keep_outcomes([samples.came_back("o3"), samples.came_back("o3", value=2.0)], T0 + 1)
        assert await store.count_expired("acme", None, None, T0 + 2) == Expired(business_outcomes=2)
        assert await store.delete_business_outcomes("acme", T0 + 2, 9) == 2
        assert {(k.outcome.id, k.outcome.revision) for k in await store.kept_outcomes("acme")} == {("o1", 1), ("o1", 2)}

    async def test_one_persons_data_is_found_and_erased_and_nobody_elses(self, store: Store) -> None:
        await talk(store, "mine", T0, CUSTOMER)
        await talk(store, "mine", T0, CUSTOMER, tenant="other")
        await talk(store, "theirs", T0, OTHER)
        await store.accept([said("waiting", 1, T0, CUSTOMER)], T0)
        await store.keep_outcomes(
            [
                samples.came_back("o1", conversation="mine"),
                samples.came_back("o2", conversation=None, customer=CUSTOMER),
                samples.came_back("o3", conversation="theirs"),
            ],
            T0,
        )
        record = await store.person("acme", CUSTOMER)
        assert record == PersonRecord("acme", CUSTOMER, ("mine", "waiting"), 2, 1, 2)
        assert [k.outcome.id for k in await store.person_outcomes(record)] == ["o1", "o2"]
        await store.erase_person(record, record.conversations)
        assert (await store.person("acme", CUSTOMER)).nothing
        assert [t.masked for t in await store.turns(ref("mine"))] == []
        assert await store.unapplied() == []
        assert {d.action.id for d in await store.deliveries("acme")} == {"acme-theirs"}
        assert [k.outcome.id for k in await store.kept_outcomes("acme")] == ["o3"]
        assert not (await store.person("other", CUSTOMER)).nothing
        assert not (await store.person("acme", OTHER)).nothing

    async def test_a_talk_that_two_customers_share_is_found_for_both(self, store: Store) -> None:
        await talk(store, "shared", T0, CUSTOMER)
        await store.accept([said("shared", 2, T0 + 1, OTHER)], T0 + 1)
        assert (await store.person("acme", OTHER)).conversations == ("shared",)
        assert (await store.person("acme", CUSTOMER)).conversations == ("shared",)

    async def test_an_outcome_of_the_erased_goes_whole_and_may_come_again(self, store: Store) -> None:
        await talk(store, "theirs", T0, OTHER)
        await talk(store, "mine", T0, CUSTOMER)
        moved = [samples.came_back("o1", conversation=name) for name in ("theirs", "mine")]
        await store.keep_outcomes(moved, T0)
        record = await store.person("acme", CUSTOMER)
        await store.erase_person(record, record.conversations)
        assert await store.kept_outcomes("acme") == []
        assert await store.keep_outcomes(moved[:1], T0) == [(1, True)]
