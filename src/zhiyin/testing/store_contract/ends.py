"""Contract: counts of how conversations ended are what reading every conversation gives, after whatever has happened.

The proof is the same whichever way: ``ends`` beside the tally of ``joined``.
"""

import asyncio
from dataclasses import replace
from random import Random

import pytest

from zhiyin.domain.alarm import Alarm
from zhiyin.domain.business_outcome import LINK_WITHIN_MS
from zhiyin.domain.conversation import Step
from zhiyin.domain.end_cell import DAY_MS, EndCell, EndRule, china_day
from zhiyin.domain.risk import Tier
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, came_back, ref
from zhiyin.testing.store_contract.base import Opener, StoreCase

CUSTOMERS = ("c-00000000000000aa", "c-00000000000000bb", None)
RULES = (EndRule(), EndRule(T0 + 2 * DAY_MS), EndRule(china_day(T0) + 3 * DAY_MS - 1))


class _Days:
    """A site over some days, where anything may happen in any order."""

    def __init__(self, store: Store, seed: int) -> None:
        self._store = store
        self._chance = Random(seed)
        self._versions: dict[str, int] = {}

    async def anything(self) -> None:
        chance = self._chance
        happening = chance.choice([self._turn, self._turn, self._turn, self._outcome, self._outcome, self._count])
        await (self._rare() if chance.random() < 0.1 else happening())

    async def _turn(self) -> None:
        """A new conversation or the next turn of one; its beginning, place and customer may turn out otherwise."""
        chance, name = self._chance, f"c{self._chance.randrange(6)}"
        version = self._versions.get(name, 0) + 1
        event = samples.event(ref(name), version)
        await self._store.accept([event], T0)
        opened_at = T0 + chance.randrange(5) * DAY_MS + chance.randrange(DAY_MS)
        base = samples.conversation(ref(name), version, last_at=opened_at + chance.randrange(2 * DAY_MS))
        customer = chance.choice(CUSTOMERS)
        alarms = (Alarm(chance.choice([Tier.MILD, Tier.SEVERE]), opened_at + 5_000, 1, 0.7),) if version % 2 else ()
        state = replace(base.state, facts={"customer": customer} if customer else {}, alarms=alarms)
        risk = replace(base.risk, probability=chance.random())
        scene = chance.choice(["ecommerce", "finance"])
        grown = replace(base, opened_at=opened_at, state=state, risk=risk, scene=scene)
        rebuilt = bool(chance.randrange(2)) and version > 1
        if await self._store.save([Step(grown, (samples.outcome(event, version),), rebuilt)], T0) == [True]:
            self._versions[name] = version

    async def _outcome(self) -> None:
        chance, customer = self._chance, self._chance.choice(CUSTOMERS)
        talk = f"c{chance.randrange(6)}" if customer is None or chance.randrange(2) else None
        at = T0 + chance.randrange(-DAY_MS, LINK_WITHIN_MS + 6 * DAY_MS)
        name, bad = f"o{chance.randrange(8)}", bool(chance.randrange(2))
        given = came_back(name, conversation=talk, customer=customer, bad=bad, at=at)
        await self._store.keep_outcomes([replace(given, withdrawn=not chance.randrange(5))], at)

    async def _count(self) -> None:
        await self._store.settle_ends(self._chance.choice([1, 5_000]))
        await self._store.count_ends(self._chance.choice([1, 9]))

    async def _rare(self) -> None:
        chance, store = self._chance, self._store
        what = chance.randrange(4)
        if what == 0:
            await store.delete_conversations("acme", T0 + chance.randrange(4) * DAY_MS, 1)
        elif what == 1:
            await store.delete_business_outcomes("acme", T0 + chance.randrange(20) * DAY_MS, 1)
        elif what == 2:
            person = await store.person("acme", CUSTOMERS[0])
            await store.erase_person(person, person.conversations)
        else:
            await store.recount()
        left = {c.ref.id async for c in store.joined("acme", None, None)}
        self._versions = {name: version for name, version in self._versions.items() if name in left}


async def scratch(
    store: Store, rule: EndRule, since: int | None, until: int | None, scene: str | None
) -> list[EndCell]:
    found: dict[tuple[int, str, str], EndCell] = {}
    async for past in store.joined("acme", since, until, scene):
        end = past.end
        key = (china_day(end.opened_at), end.scene, end.channel)
        cell = found.setdefault(key, EndCell(*key))
        cell.began += 1
        if rule.known(end):
            cell.ends.add(end)
    return _sorted(list(found.values()))


def _sorted(cells: list[EndCell]) -> list[EndCell]:
    return sorted(cells, key=lambda cell: (cell.day, cell.scene, cell.channel))


async def agree(store: Store) -> None:
    for rule in RULES:
        for since, until, scene in ((None, None, None), (T0 + DAY_MS, china_day(T0) + 4 * DAY_MS, "finance")):
            found = _sorted(await store.ends("acme", rule, since, until, scene))
            assert found == await scratch(store, rule, since, until, scene)


class EndsContract(StoreCase):
    @pytest.mark.parametrize("seed", [1])
    async def test_whatever_happens_the_counts_are_those_from_scratch(self, store: Store, seed: int) -> None:
        days = _Days(store, seed)
        for n in range(60):
            await days.anything()
            if n % 10 == 9:
                await agree(store)
        while await store.settle_ends():
            pass
        while await store.count_ends():
            pass
        await agree(store)
        # What was deleted stays in the sums of moods, so that those may differ here.
        assert "end_days" not in await store.differences()

    async def test_what_is_counted_is_not_read_again(self, store: Store) -> None:
        event = samples.event(ref(), 1)
        await store.accept([event], T0)
        await store.save([samples.step(1, samples.outcome(event, 1))], T0)
        assert await store.settle_ends() == 1
        assert [await store.count_ends(), await store.count_ends()] == [1, 0]
        assert await store.settle_ends() == 0
        await store.keep_outcomes([came_back("o1", bad=True, at=T0 + 60_000)], T0)
        (cell,) = await store.ends("acme", EndRule())
        assert (cell.began, cell.ends.known, cell.ends.bad) == (1, 1, 1), "also before the day is counted anew"
        assert await store.ends("other", EndRule()) == []

    async def test_counts_of_what_has_changed_meanwhile_are_not_kept(self, store: Store, opener: Opener) -> None:
        other = opener()
        await other.open()
        for n in range(8):
            event = samples.event(ref(f"c{n}"), 1)
            await store.accept([event], T0)
            await store.save([samples.step(1, samples.outcome(event, 1))], T0)
            late = came_back(f"o{n}", conversation=f"c{n}")
            await asyncio.gather(
                other.keep_outcomes([late], T0), store.settle_ends(), other.count_ends(), store.count_ends()
            )
            await agree(store)
        assert await store.differences() == []
        await other.close()
