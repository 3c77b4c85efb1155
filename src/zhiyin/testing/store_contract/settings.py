"""Contract: of each setting of a tenant the last one counts."""

from zhiyin.seams import Setting, Store
from zhiyin.testing.samples import T0
from zhiyin.testing.store_contract.base import StoreCase


class SettingsContract(StoreCase):
    async def test_the_last_one_counts(self, store: Store) -> None:
        assert await store.setting("acme", "legal") is None
        first, second = Setting("acme", "legal", "{}", "li", T0), Setting("acme", "legal", '{"a":1}', "wang", T0 + 1)
        await store.put_setting(first)
        await store.put_setting(second)
        assert await store.setting("acme", "legal") == second
        assert await store.setting("acme", "retention") is None

    async def test_a_setting_is_found_for_all_tenants(self, store: Store) -> None:
        kept = [Setting(tenant, "legal", "{}", "li", T0) for tenant in ("b", "a")]
        for one in (*kept, Setting("a", "retention", "{}", "li", T0)):
            await store.put_setting(one)
        assert await store.settings_named("legal") == kept[::-1]
