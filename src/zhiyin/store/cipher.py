"""Cipher: SQLite files encrypted at rest by SQLCipher (AES-256, every page authenticated).

The pass phrase becomes a key as SQLCipher 4 itself does it, so its own tools open the file by the same pass phrase.
That derivation is slow on purpose (0.1 to 0.5 s); here it is done once per store and not once per connection.
"""

import hashlib
import os
import sqlite3
import tempfile
import threading
from pathlib import Path
from types import ModuleType

from zhiyin.domain.errors import StoreError

PLAIN_HEADER = b"SQLite format 3\x00"
"""First bytes of a SQLite file that is not encrypted. An encrypted one has its salt there, of the same length."""

KDF_ROUNDS = 256_000
"""PBKDF2-HMAC-SHA512 rounds: SQLCipher 4's default (its design page, "Database Encryption", section on keys)."""


class CipherFile:
    """An encrypted store file and what opens it. The key is in no ``repr``."""

    def __init__(self, path: Path, passphrase: str, timeout: float) -> None:
        self._path = path
        self._passphrase = passphrase
        self._timeout = timeout
        self._literal: str | None = None
        self._deriving = threading.Lock()

    def prepare(self) -> None:
        """Make the file if there is none; StoreError where the key does not open it. Blocks for the derivation."""
        driver = load()
        if not self._path.exists():
            self._create()
        connection = self.connect()
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except driver.DatabaseError as error:
            if "locked" in str(error):
                raise StoreError(f"{self._path} is held by another process; stop it or wait") from None
            raise StoreError(
                f"the store key does not open {self._path}: set the key it was made with; nothing was changed"
            ) from None
        finally:
            connection.close()

    def connect(self) -> sqlite3.Connection:
        """A connection that has the key but has not tried it yet: the first query fails where it is wrong."""
        with self._deriving:
            self._literal = self._literal or self._derive(self._salt())
        return _connect(self._path, self._literal, self._timeout)

    def _salt(self) -> bytes:
        with self._path.open("rb") as file:
            return file.read(len(PLAIN_HEADER))

    def _derive(self, salt: bytes) -> str:
        key = hashlib.pbkdf2_hmac("sha512", self._passphrase.encode(), salt, KDF_ROUNDS, 32)
        return f"x'{key.hex()}{salt.hex()}'"

    def _create(self) -> None:
        """The file appears whole: of several processes that make it at once, all use the one that came first."""
        with tempfile.TemporaryDirectory(dir=self._path.parent, prefix=".new-") as folder:
            draft = Path(folder) / "store"
            literal = self._derive(os.urandom(len(PLAIN_HEADER)))
            connection = _connect(draft, literal, self._timeout)
            try:
                # Anything that writes the first page, which holds the salt.
                connection.execute("PRAGMA user_version=1")
            finally:
                connection.close()
            draft.chmod(0o600)
            try:
                os.link(draft, self._path)
            except FileExistsError:
                return
            self._literal = literal


def load() -> ModuleType:
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise StoreError(
            "a store key is set, but the package sqlcipher3 is missing: run `pip install sqlcipher3` "
            "(Linux and macOS), or leave the key away and encrypt the disk"
        ) from None
    return dbapi2  # type: ignore[no-any-return]  # sqlcipher3 ships no types


def _connect(path: Path, literal: str, timeout: float) -> sqlite3.Connection:
    connection: sqlite3.Connection = load().connect(
        str(path), timeout=timeout, isolation_level=None, check_same_thread=False
    )
    # PRAGMA takes no bound parameters; the literal is hexadecimal digits only.
    connection.execute(f'PRAGMA key = "{literal}"')
    # A wrong key is reported by an error of ours; SQLCipher would also write to standard error.
    connection.execute("PRAGMA cipher_log_level = NONE")
    return connection
