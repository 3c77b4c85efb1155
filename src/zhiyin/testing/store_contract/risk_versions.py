"""Contract: refitted risk weights are kept as they were made; at most one version is active."""

import pytest

from zhiyin.domain.errors import ConflictError, NotFoundError
from zhiyin.seams import Store
from zhiyin.testing.samples import T0, risk_version
from zhiyin.testing.store_contract.base import StoreCase

ONE = risk_version("risk-1+site.1")
TWO = risk_version("risk-1+site.2", before="risk-1+site.1", at=T0 + 1, bias=-0.1 - 0.2)


class RiskVersionsContract(StoreCase):
    async def test_nothing_is_active_before_it_is_activated(self, store: Store) -> None:
        assert (await store.active_risk(), await store.risk_versions()) == (None, [])
        await store.keep_risk(ONE)
        assert (await store.active_risk(), await store.risk_versions()) == (None, [ONE])

    async def test_versions_are_switched_and_come_back_to_the_last_bit(self, store: Store) -> None:
        await store.keep_risk(ONE)
        await store.keep_risk(TWO)
        assert await store.risk_versions() == [TWO, ONE]
        for version in (TWO, ONE, TWO):
            await store.activate_risk(version.name, "li", T0)
            assert await store.active_risk() == version

    async def test_an_empty_name_goes_back_to_the_shipped_weights(self, store: Store) -> None:
        await store.keep_risk(ONE)
        await store.activate_risk(ONE.name, "li", T0)
        await store.activate_risk("", "li", T0 + 1)
        assert await store.active_risk() is None
        assert await store.risk_versions() == [ONE]

    async def test_a_kept_version_cannot_change(self, store: Store) -> None:
        await store.keep_risk(ONE)
        await store.keep_risk(ONE)
        with pytest.raises(ConflictError, match=r"risk-1\+site\.1"):
            await store.keep_risk(risk_version(ONE.name, bias=-1.2))
        assert await store.risk_versions() == [ONE]

    async def test_what_was_never_kept_cannot_be_active(self, store: Store) -> None:
        await store.keep_risk(ONE)
        await store.activate_risk(ONE.name, "li", T0)
        with pytest.raises(NotFoundError, match=r"site\.7"):
            await store.activate_risk("risk-1+site.7", "li", T0)
        assert await store.active_risk() == ONE
