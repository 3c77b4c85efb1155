"""Contract: alarms are there as soon as they ring, are taken by one person, and nothing that was done is lost."""

import asyncio

import pytest

from zhiyin.domain.alarm_handling import AlarmCase, AlarmState, AlarmTakenError, Deed, DeedKind, Resolution
from zhiyin.domain.alarm_times import AlarmTimes
from zhiyin.domain.errors import NotFoundError
from zhiyin.domain.risk import Tier
from zhiyin.domain.text import SafeText
from zhiyin.seams import AlarmQuery, Store
from zhiyin.testing import samples
from zhiyin.testing.ringing import keep, ringing
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import Opener, StoreCase

LI = Deed(DeedKind.ACKNOWLEDGE, "li", T0 + 60_000)
WANG = Deed(DeedKind.ACKNOWLEDGE, "wang", T0 + 61_000)


class AlarmsContract(StoreCase):
    async def _ids(self, store: Store, query: AlarmQuery) -> list[str]:
        return [case.ref.id for case in await store.alarms(query)]

    async def test_an_alarm_rings_with_the_snapshot(self, store: Store) -> None:
        facts = {"team": "售后一组", "agent": "A-07"}
        await keep(store, ringing(ref(), Tier.MILD, Tier.MODERATE, facts=dict(facts)), ringing(ref("calm")))
        case = AlarmCase(ref(), Tier.MODERATE, T0 + 1000, "ecommerce", "chat", "售后一组", "A-07", T0, 0.6)
        assert await store.alarm(ref()) == case
        assert (case.state, case.version) == (AlarmState.OPEN, 0)
        assert await store.alarms(AlarmQuery("acme", T0)) == [case]
        assert await store.alarm(ref("calm")) is None
        assert await store.alarm_history(ref()) == []

    async def test_lists_by_state_tier_team_and_scene(self, store: Store) -> None:
        await keep(
            store,
            ringing(ref("a"), Tier.MODERATE, at=T0, facts={"team": "一组"}),
            ringing(ref("b"), Tier.SEVERE, at=T0 + 1, scene="finance"),
            ringing(ref("c"), Tier.MILD, at=T0 + 2),
            ringing(ref("x", "other"), Tier.SEVERE, at=T0 + 3),
        )
        await store.handle_alarm(ref("a"), LI)
        assert await self._ids(store, AlarmQuery("acme", T0)) == ["b", "a"]
        assert await self._ids(store, AlarmQuery("acme", T0, tier=Tier.MILD)) == ["c", "b", "a"]
        assert await self._ids(store, AlarmQuery("acme", T0, state=AlarmState.OPEN)) == ["b"]
        assert await self._ids(store, AlarmQuery("acme", T0, state=AlarmState.TAKEN)) == ["a"]
        assert await self._ids(store, AlarmQuery("acme", T0, team="一组")) == ["a"]
        assert await self._ids(store, AlarmQuery("acme", T0, scene="finance")) == ["b"]
        assert await self._ids(store, AlarmQuery("acme", T0 + 1)) == ["b"]
        pages = [await self._ids(store, AlarmQuery("acme", T0, limit=1, offset=n)) for n in range(3)]
        assert pages == [["b"], ["a"], []]
        counts = {AlarmState.OPEN: 1, AlarmState.TAKEN: 1, AlarmState.CLOSED: 0}
        assert await store.alarm_counts("acme", T0) == counts

    async def test_the_first_wins_and_the_second_is_told_who_was_first(self, store: Store) -> None:
        await keep(store, ringing(ref(), Tier.SEVERE))
        case, changed = await store.handle_alarm(ref(), LI, 0)
        assert changed
        assert (case.state, case.version, case.handling and case.handling.person) == (AlarmState.TAKEN, 1, "li")
        with pytest.raises(AlarmTakenError, match="li has taken") as refused:
            await store.handle_alarm(ref(), WANG, 0)
        assert refused.value.by == "li"
        again, changed = await store.handle_alarm(ref(), LI, 0)
        assert (again, changed) == (case, False)
        assert [past.waited for past in await store.alarm_history(ref())] == [60_000]

    async def test_of_many_at_once_one_wins(self, opener: Opener) -> None:
        stores = [opener(), opener()]
        for store in stores:
            await store.open()
        await keep(stores[0], ringing(ref(), Tier.SEVERE))
        deeds = [Deed(DeedKind.ACKNOWLEDGE, f"p{n}", T0 + n) for n in range(8)]
        tries = [stores[n % 2].handle_alarm(ref(), deed, 0) for n, deed in enumerate(deeds)]
        found = await asyncio.gather(*tries, return_exceptions=True)
        won = [each for each in found if isinstance(each, tuple)]
        lost = [each for each in found if isinstance(each, AlarmTakenError)]
        assert (len(won), len(lost)) == (1, 7)
        handling = won[0][0].handling
        assert handling is not None
        assert {each.by for each in lost} == {handling.person}
        assert len(await stores[0].alarm_history(ref())) == 1
        for store in stores:
            await store.close()

    async def test_the_whole_way_is_kept(self, store: Store) -> None:
        await keep(store, ringing(ref(), Tier.SEVERE, facts={"team": "一组"}))
        deeds = [
            LI,
            Deed(DeedKind.HAND_OVER, "li", T0 + 70_000, person="王芳", team="投诉组", note=SafeText("请回电<PHONE>")),
            Deed(DeedKind.ACKNOWLEDGE, "王芳", T0 + 80_000),
            Deed(DeedKind.CLOSE, "王芳", T0 + 90_000, note=SafeText("已道歉"), resolution=Resolution.SOOTHED),
            Deed(DeedKind.REOPEN, "王芳", T0 + 95_000),
        ]
        states = [(await store.handle_alarm(ref(), deed))[0].state for deed in deeds]
        taken = [AlarmState.TAKEN] * 3
        assert states == [*taken, AlarmState.CLOSED, AlarmState.OPEN]
        history = await store.alarm_history(ref())
        assert [past.deed for past in history] == deeds
        assert [past.waited for past in history] == [60_000, None, None, None, None]
        times = await store.alarm_times("acme", T0, T0 + 100_000)
        assert times == [AlarmTimes(Tier.SEVERE, "一组", 1, 60_000, 60_000)]
        assert await store.alarm_times("acme", T0 + 60_001, T0 + 100_000) == []

    async def test_a_higher_tier_opens_it_again(self, store: Store) -> None:
        await keep(store, ringing(ref(), Tier.MODERATE))
        await store.handle_alarm(ref(), Deed(DeedKind.CLOSE, "li", T0 + 5, resolution=Resolution.FALSE_ALARM))
        assert await self._ids(store, AlarmQuery("acme", T0, state=AlarmState.OPEN)) == []
        await keep(store, ringing(ref(), Tier.MODERATE, Tier.SEVERE, version=2))
        (case,) = await store.alarms(AlarmQuery("acme", T0, state=AlarmState.OPEN))
        assert (case.tier, case.state, case.version) == (Tier.SEVERE, AlarmState.OPEN, 1)
        case, _ = await store.handle_alarm(ref(), WANG)
        assert (case.state, case.version) == (AlarmState.TAKEN, 2)
        assert [past.tier for past in await store.alarm_history(ref())] == [Tier.MODERATE, Tier.SEVERE]

    async def test_what_never_rang_cannot_be_taken(self, store: Store) -> None:
        await keep(store, ringing(ref()))
        for name in ("c1", "unknown"):
            with pytest.raises(NotFoundError, match="no alarm"):
                await store.handle_alarm(ref(name), LI)

    async def test_unanswered_severe_ones_are_escalated_once(self, store: Store) -> None:
        await keep(
            store,
            ringing(ref("a"), Tier.SEVERE),
            ringing(ref("late"), Tier.SEVERE, at=T0 + 500),
            ringing(ref("taken"), Tier.SEVERE),
            ringing(ref("mild"), Tier.MODERATE),
            ringing(ref("over"), Tier.SEVERE, facts={"closed": True}),
            ringing(ref("x", "other"), Tier.SEVERE),
        )
        await store.handle_alarm(ref("taken"), LI)
        due = await store.unanswered_alarms(T0 + 100, T0)
        assert {case.ref for case in due} == {ref("a"), ref("x", "other")}
        assert await store.unanswered_alarms(T0 + 100, T0 + 1) == []
        pairs = [(case, samples.action(f"up-{case.ref.tenant}")) for case in due]
        done = await store.escalate_alarms(pairs, T0 + 200)
        assert [case.handling.escalated_at for case in done if case and case.handling] == [T0 + 200] * 2
        assert {case.state for case in done if case} == {AlarmState.OPEN}
        assert await store.escalate_alarms(pairs, T0 + 300) == [None, None]
        assert await store.unanswered_alarms(T0 + 400, T0) == []
        sent = await store.deliveries("acme")
        assert [(d.action.id, d.conversation, d.event_id) for d in sent] == [("up-acme", ref("a"), "")]
        case, _ = await store.handle_alarm(ref("a"), LI, 0)
        assert case.handling is not None
        assert (case.state, case.handling.escalated_at) == (AlarmState.TAKEN, T0 + 200)
