"""The contract of the Store seam on every back end."""

from pathlib import Path

import pytest

from zhiyin.store import open_store
from zhiyin.testing.store_contract import Opener, StoreContract


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def opener(self, tmp_path: Path) -> Opener:
        return lambda: open_store(f"sqlite:///{tmp_path}/zhiyin.db")


class TestEncryptedSqliteStore(StoreContract):
    @pytest.fixture
    def opener(self, tmp_path: Path) -> Opener:
        return lambda: open_store(f"sqlite:///{tmp_path}/zhiyin.db", "It's a long pass phrase")


class TestPostgresStore(StoreContract):
    @pytest.fixture
    def opener(self, postgres_url: str) -> Opener:
        return lambda: open_store(postgres_url)
