"""Encryption at rest: what lies on the disk, and who can read it."""

import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from zhiyin.domain.errors import StoreError
from zhiyin.store import SqlStore, open_store
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, ref

KEY = "correct horse ' battery"
SAID = "这句话不应该出现在磁盘上<PHONE>"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "zhiyin.db"


async def _filled(path: Path, key: str | None) -> SqlStore:
    store = open_store(f"sqlite:///{path}", key)
    await store.open()
    await store.accept([samples.event(ref("conversation-name"), 1, SAID)], T0)
    return store


def _on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file())


async def test_nothing_readable_is_written_to_the_disk(path: Path) -> None:
    store = await _filled(path, KEY)
    # While it is open, so that the write-ahead log is there too.
    assert {p.name for p in path.parent.iterdir()} >= {"zhiyin.db", "zhiyin.db-wal"}
    while_open = _on_disk(path.parent)
    await store.close()
    for content in (while_open, _on_disk(path.parent)):
        for secret in (SAID.encode(), b"conversation-name", b"CREATE TABLE", KEY.encode()):
            assert secret not in content


async def test_the_same_is_readable_without_a_key(path: Path) -> None:
    store = await _filled(path, None)
    assert SAID.encode() in _on_disk(path.parent)
    await store.close()


async def test_a_wrong_key_is_refused_and_harms_nothing(path: Path) -> None:
    await (await _filled(path, KEY)).close()
    with pytest.raises(StoreError, match="key does not open") as caught:
        await open_store(f"sqlite:///{path}", "mistyped phrase").open()
    assert "mistyped" not in str(caught.value)
    store = open_store(f"sqlite:///{path}", KEY)
    await store.open()
    assert [t.masked.text for t in await store.turns(ref("conversation-name"))] == [SAID]
    await store.close()


async def test_a_missing_key_is_named(path: Path) -> None:
    await (await _filled(path, KEY)).close()
    with pytest.raises(StoreError, match="is encrypted"):
        await open_store(f"sqlite:///{path}").open()


async def test_a_key_for_a_plain_file_is_refused(path: Path) -> None:
    await (await _filled(path, None)).close()
    with pytest.raises(StoreError, match="not encrypted"):
        await open_store(f"sqlite:///{path}", KEY).open()


async def test_tools_of_sqlcipher_open_it_by_the_same_pass_phrase(path: Path) -> None:
    await (await _filled(path, KEY)).close()
    connection = sqlcipher.connect(str(path))
    doubled = KEY.replace("'", "''")
    connection.execute(f"PRAGMA key = '{doubled}'")
    assert connection.execute("SELECT count(*) FROM events").fetchone() == (1,)
    connection.close()


async def test_the_missing_package_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(StoreError, match="pip install sqlcipher3"):
        await open_store(f"sqlite:///{path}", KEY).open()


async def test_the_file_is_for_its_owner_only(path: Path) -> None:
    for key in (None, KEY):
        own = path.with_name(f"{bool(key)}.db")
        store = open_store(f"sqlite:///{own}", key)
        await store.open()
        assert own.stat().st_mode & 0o077 == 0
        await store.close()
