"""Empty store: one of the newest schema, copied; to migrate a new one takes longer than most tests."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from zhiyin.store import cipher, open_store


def put_empty(file: Path, key: str = "") -> None:
    """Puts it there, encrypted if there is a key, where no store is yet."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(_empty(key, cipher.KDF_ROUNDS))


def migrate_empty(url: str, key: str = "") -> None:
    """Gives the database at ``url`` the newest schema. May be called while an event loop runs in this thread."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, _migrate(url, key)).result()


async def _migrate(url: str, key: str) -> None:
    store = open_store(url, key or None)
    await store.open()
    await store.close()


@cache
def _empty(key: str, rounds: int) -> bytes:
    """``rounds`` of the key's derivation are part of the file, and a test may have changed them."""
    assert rounds == cipher.KDF_ROUNDS
    with TemporaryDirectory() as folder:
        file = Path(folder) / "zhiyin.db"
        migrate_empty(f"sqlite:///{file}", key)
        return file.read_bytes()
