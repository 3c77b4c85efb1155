"""Contract: API keys are found by digest until they are revoked."""

from dataclasses import replace

import pytest

from zhiyin.domain.errors import ConflictError
from zhiyin.seams import Store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0
from zhiyin.testing.store_contract.base import StoreCase


class KeysContract(StoreCase):
    async def test_a_key_is_found_by_its_digest(self, store: Store) -> None:
        key = samples.api_key("k1", "ab" * 32)
        await store.add_key(key)
        assert await store.find_key(key.digest) == key
        assert await store.find_key("cd" * 32) is None

    async def test_a_revoked_key_is_listed_but_not_found(self, store: Store) -> None:
        keys = [samples.api_key("k1", "ab" * 32), samples.api_key("k2", "cd" * 32)]
        for key in keys:
            await store.add_key(key)
        assert [await store.revoke_key(name, T0 + 1) for name in ("k1", "k1", "unknown")] == [True, False, False]
        assert await store.find_key(keys[0].digest) is None
        assert await store.find_key(keys[1].digest) == keys[1]
        assert await store.keys() == [replace(keys[0], revoked_at=T0 + 1), keys[1]]

    async def test_neither_id_nor_secret_is_given_twice(self, store: Store) -> None:
        key = samples.api_key("k1", "ab" * 32)
        await store.add_key(key)
        for other in (samples.api_key("k1", "cd" * 32), samples.api_key("k2", "ab" * 32)):
            with pytest.raises(ConflictError):
                await store.add_key(other)
        assert await store.keys() == [key]
