"""The contract of the Store seam on every back end."""

from pathlib import Path

import pytest

from zhiyin.store import open_store
from zhiyin.testing.empty_store import put_empty
from zhiyin.testing.store_contract import Opener, StoreContract
from zhiyin.testing.summing import summing

KEY = "It's a long pass phrase"


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def opener(self, tmp_path: Path) -> Opener:
        put_empty(tmp_path / "zhiyin.db")
        return lambda: open_store(f"sqlite:///{tmp_path}/zhiyin.db", summer=summing())


class TestEncryptedSqliteStore(StoreContract):
    @pytest.fixture
    def opener(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
        # The derivation is slow on purpose; with its real length it is tried in test_encryption.
        monkeypatch.setattr("zhiyin.store.cipher.KDF_ROUNDS", 1_000)
        put_empty(tmp_path / "zhiyin.db", KEY)
        return lambda: open_store(f"sqlite:///{tmp_path}/zhiyin.db", KEY, summing())


class TestPostgresStore(StoreContract):
    @pytest.fixture
    def opener(self, postgres_emptied_url: str) -> Opener:
        return lambda: open_store(postgres_emptied_url, summer=summing())
