"""Backup and restore: between all kinds of store, while one is in use, and against damage."""

import asyncio
import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from zhiyin.domain.conversation import Step
from zhiyin.domain.errors import StoreError
from zhiyin.domain.text import SafeText
from zhiyin.store import SqlStore, check_backup, open_store, restore_backup, write_backup
from zhiyin.testing import samples
from zhiyin.testing.samples import T0, ref
from zhiyin.testing.store_contract.base import decide

KEY = "a pass phrase"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhiyin.store.cipher.KDF_ROUNDS", 1_000)
    monkeypatch.setattr("zhiyin.store.envelope.SCRYPT_N", 2**10)


async def _opened(url: str, key: str | None = None) -> SqlStore:
    store = open_store(url, key)
    await store.open()
    return store


async def _fill(store: SqlStore) -> None:
    await decide(store, "a1", "a2")
    await store.accept([samples.event(ref(f"d{n}"), n, "又\u0000坏了😡\n<PHONE>") for n in range(1_200)], T0)
    await store.publish(samples.policy("finance", "1"), "li", T0)
    told = samples.conversation(ref("e1"), 1)
    told = replace(told, state=replace(told.state, facts={"customer": "c-00000000000000aa"}))
    assert await store.save([Step(told, ())], T0) == [True]
    by_customer = samples.came_back("o2", conversation=None, customer="c-00000000000000aa", text=SafeText("<PHONE>"))
    await store.keep_outcomes([samples.came_back("o1"), samples.came_back("o1", value=5.0), by_customer], T0)
    await store.keep_risk(samples.risk_version("r+site.1"))
    await store.keep_risk(samples.risk_version("r+site.2", before="r+site.1"))
    await store.activate_risk("r+site.1", "li", T0)
    await store.add_key(samples.api_key("k1", "ab" * 32))


async def _everything(store: SqlStore) -> tuple[object, ...]:
    return (
        await store.counts("acme"),
        await store.turns(ref("c1")),
        await store.turns(ref("d1")),
        await store.load([ref("c1"), ref("d7")]),
        await store.deliveries("acme"),
        await store.active(),
        await store.versions("finance"),
        await store.active_risk(),
        await store.risk_versions(),
        await store.keys(),
        await store.kept_outcomes("acme"),
        [past async for past in store.joined("acme", None, None)],
    )


async def _move(path: Path, one: str, other: str, keys: tuple[str | None, str | None]) -> None:
    """Back up ``one`` into ``path``, restore it into ``other`` and compare all that can be read."""
    source = await _opened(one, keys[0])
    await _fill(source)
    written = await write_backup(one, path, key=keys[0])
    before = await _everything(source)
    await source.close()
    restored = await restore_backup(path, other, key=keys[1], backup_key=keys[0])
    assert restored == written
    assert written.tables["events"] == 1_201
    assert written.tables["business_outcomes"] == 3
    target = await _opened(other, keys[1])
    assert await _everything(target) == before
    assert [d.action.id for d in await target.claim(T0, 1000, 10)] == ["a1", "a2"]
    await target.close()


@pytest.mark.parametrize("keys", [(None, None), (KEY, None), (None, KEY)])
async def test_from_sqlite_to_sqlite(tmp_path: Path, keys: tuple[str | None, str | None]) -> None:
    await _move(tmp_path / "b", f"sqlite:///{tmp_path}/one.db", f"sqlite:///{tmp_path}/other.db", keys)


async def test_from_sqlite_to_postgresql(tmp_path: Path, postgres_url: str) -> None:
    await _move(tmp_path / "b", f"sqlite:///{tmp_path}/one.db", postgres_url, (KEY, None))


async def test_from_postgresql_to_sqlite(tmp_path: Path, postgres_url: str) -> None:
    await _move(tmp_path / "b", postgres_url, f"sqlite:///{tmp_path}/one.db", (None, KEY))


@pytest.fixture
async def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path}/zhiyin.db"
    store = await _opened(address)
    await decide(store, "a1")
    await store.close()
    return address


async def test_a_backup_of_a_store_in_use_is_one_moment_of_it(url: str, tmp_path: Path) -> None:
    store = await _opened(url)
    stop = asyncio.Event()

    async def write() -> int:
        written = 0
        while not stop.is_set():
            batch = [samples.event(ref(f"w{written}"), n) for n in range(20)]
            assert all(await store.accept(batch, T0))
            written += 1
        return written

    writing = asyncio.create_task(write())
    contents = await write_backup(url, tmp_path / "b")
    stop.set()
    batches = await writing
    # A batch is there whole or not at all; before it began there was one event.
    assert (contents.tables["events"] - 1) % 20 == 0
    assert (await store.counts("acme"))["events"] == 1 + 20 * batches
    await store.close()


async def test_a_full_store_is_not_overwritten_unless_forced(url: str, tmp_path: Path) -> None:
    await write_backup(url, tmp_path / "b")
    store = await _opened(url)
    await store.accept([samples.event(ref("later"), 1)], T0)
    with pytest.raises(StoreError, match="not empty"):
        await restore_backup(tmp_path / "b", url)
    assert (await store.counts("acme"))["events"] == 2
    await store.close()
    await restore_backup(tmp_path / "b", url, force=True)
    store = await _opened(url)
    assert (await store.counts("acme"))["events"] == 1
    await store.close()


async def test_a_backup_is_never_overwritten(url: str, tmp_path: Path) -> None:
    await write_backup(url, tmp_path / "b")
    with pytest.raises(StoreError, match="exists already"):
        await write_backup(url, tmp_path / "b")


async def test_there_must_be_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store at"):
        await write_backup(f"sqlite:///{tmp_path}/none.db", tmp_path / "b")
    assert not (tmp_path / "b").exists()


async def test_the_backup_of_an_encrypted_store_is_not_readable(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/zhiyin.db"
    store = await _opened(url, KEY)
    await decide(store, "a1")
    await write_backup(url, tmp_path / "b", key=KEY)
    await store.close()
    content = (tmp_path / "b").read_bytes()
    assert b"\x1f\x8b\x08" not in content  # gzip's first bytes
    assert b"acme" not in content
    assert (tmp_path / "b").stat().st_mode & 0o077 == 0
    for key, said in ((None, "is encrypted"), ("another", "does not open")):
        with pytest.raises(StoreError, match=said):
            check_backup(tmp_path / "b", key)


def _cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def _flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def _without_last_line(content: bytes) -> bytes:
    return gzip.compress(b"".join(gzip.decompress(content).splitlines(keepends=True)[:-1]))


def _without_a_row(content: bytes) -> bytes:
    lines = gzip.decompress(content).splitlines(keepends=True)
    lines.remove(next(line for line in lines if line.startswith(b"[")))
    return gzip.compress(b"".join(lines))


@pytest.mark.parametrize("harm", [_cut, _flip, _without_last_line, _without_a_row])
async def test_damage_is_found_before_anything_is_touched(
    url: str, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    await write_backup(url, tmp_path / "b")
    (tmp_path / "b").write_bytes(harm((tmp_path / "b").read_bytes()))
    with pytest.raises(StoreError, match="damaged"):
        await restore_backup(tmp_path / "b", url, force=True)
    store = await _opened(url)
    assert (await store.counts("acme"))["events"] == 1
    await store.close()


@pytest.mark.parametrize("harm", [_cut, _flip])
async def test_damage_to_a_sealed_backup_is_found(url: str, tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    store = await _opened(url)
    await _fill_more(store)
    await store.close()
    await write_backup(url, tmp_path / "b", backup_key=KEY)
    (tmp_path / "b").write_bytes(harm((tmp_path / "b").read_bytes()))
    with pytest.raises(StoreError, match=r"damaged|does not open"):
        check_backup(tmp_path / "b", KEY)


async def _fill_more(store: SqlStore) -> None:
    await store.accept([samples.event(ref(f"c{n}"), n) for n in range(5_000)], T0)
