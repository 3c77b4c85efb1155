"""Contract: policies are kept as published; one of each scene is active."""

import asyncio

import pytest

from zhiyin.domain.errors import ConflictError, NotFoundError
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0
from zhiyin.testing.store_contract.base import StoreCase


class PoliciesContract(StoreCase):
    async def test_the_last_published_is_active(self, store: Store) -> None:
        first, second = samples.policy("finance", "1"), samples.policy("finance", "2", "risk > 0.7")
        other = samples.policy("travel", "1")
        for at, policy in enumerate((first, other, second)):
            await store.publish(policy, "li", T0 + at)
        assert await store.active() == {"finance": second, "travel": other}
        assert await store.versions("finance") == [("2", True, "li", T0 + 2), ("1", False, "li", T0)]
        assert await store.versions("unknown") == []

    async def test_switching_back(self, store: Store) -> None:
        first, second = samples.policy("finance", "1"), samples.policy("finance", "2", "risk > 0.7")
        await store.publish(first, "li", T0)
        await store.publish(second, "li", T0 + 1)
        await store.activate("finance", "1", "wang", T0 + 2)
        assert await store.active() == {"finance": first}
        assert [(version, active) for version, active, _, _ in await store.versions("finance")] == [
            ("2", False),
            ("1", True),
        ]

    async def test_a_version_cannot_change(self, store: Store) -> None:
        first = samples.policy("finance", "1")
        await store.publish(first, "li", T0)
        with pytest.raises(ConflictError, match="finance@1"):
            await store.publish(samples.policy("finance", "1", "risk > 0.9"), "li", T0 + 1)
        assert await store.active() == {"finance": first}

    async def test_the_same_again_makes_it_active_again(self, store: Store) -> None:
        first = samples.policy("finance", "1")
        await store.publish(first, "li", T0)
        await store.publish(samples.policy("finance", "2"), "li", T0 + 1)
        await store.publish(first, "wang", T0 + 2)
        assert await store.active() == {"finance": first}
        assert ("1", True, "li", T0) in await store.versions("finance")

    async def test_what_was_never_published_cannot_be_active(self, store: Store) -> None:
        with pytest.raises(NotFoundError, match="finance@7"):
            await store.activate("finance", "7", "li", T0)
        assert await store.active() == {}

    async def test_one_who_fails_does_not_hinder_others(self, store: Store) -> None:
        await store.publish(samples.policy("finance", "1"), "li", T0)
        bad = store.publish(samples.policy("finance", "1", "risk > 0.9"), "li", T0)
        good = [store.publish(samples.policy("travel", str(n)), "li", T0) for n in range(5)]
        answers = await asyncio.gather(good[0], bad, *good[1:], return_exceptions=True)
        assert [type(a) for a in answers if a is not None] == [ConflictError]
        assert len(await store.versions("travel")) == 5
