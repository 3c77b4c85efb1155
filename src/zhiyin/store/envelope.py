"""Envelope: a stream of bytes sealed by a pass phrase, chunk by chunk, so that no size is too large for memory.

Layout: magic, 16 bytes of salt, then chunks of a 4-byte length, a byte that is 1 for the last chunk, and AES-256-GCM
cipher text. The key is scrypt(pass phrase, salt), so every file has its own, and the chunk's number can be the nonce.
Number and last-byte are authenticated: chunks cannot be changed, moved, or cut off at the end. This is the STREAM
construction (Hoang, Reyhanitabar, Rogaway, Vizar, "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance", 2015).
"""

import io
import os
import struct
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from zhiyin.domain.errors import StoreError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAGIC = b"zhiyin-sealed-1\n"
SALT = 16
CHUNK = 64 * 1024

SCRYPT_N = 2**17
"""Cost of guessing a pass phrase, with r=8 and p=1: 128 MiB and about half a second (OWASP Password Storage)."""

_HEAD = struct.Struct(">I?")
_MOST = CHUNK + 16
"""A chunk and its tag; a longer one is no chunk of ours."""


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=SCRYPT_N, r=8, p=1).derive(passphrase.encode()))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


class SealingWriter(io.RawIOBase):
    """Seals what is written. ``close`` writes the last chunk; the file below stays open."""

    def __init__(self, below: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(SALT)
        self._below = below
        self._cipher = _cipher(passphrase, salt)
        self._held = bytearray()
        self._number = 0
        below.write(MAGIC + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer") -> int:
        self._held += data
        while len(self._held) > CHUNK:
            self._seal(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return memoryview(data).nbytes

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._held), last=True)
        super().close()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), chunk, bytes([last]))
        self._below.write(_HEAD.pack(len(sealed), last) + sealed)
        self._number += 1


class OpeningReader(io.RawIOBase):
    """Reads what was sealed. StoreError for a wrong pass phrase or a file that was changed or cut."""

    def __init__(self, below: BinaryIO, passphrase: str) -> None:
        self._below = below
        below.read(len(MAGIC))
        self._cipher = _cipher(passphrase, below.read(SALT))
        self._held = b""
        self._number = 0
        self._last = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        while not self._held and not self._last:
            self._held = self._open()
        target = memoryview(buffer).cast("B")
        part = self._held[: len(target)]
        target[: len(part)] = part
        self._held = self._held[len(part) :]
        return len(part)

    def _open(self) -> bytes:
        head = self._below.read(_HEAD.size)
        length, last = _HEAD.unpack(head) if len(head) == _HEAD.size else (0, False)
        sealed = self._below.read(length) if 0 < length <= _MOST else b""
        try:
            chunk = self._cipher.decrypt(_nonce(self._number), sealed, bytes([last]))
        except InvalidTag:
            if self._number == 0:
                raise StoreError("the key does not open this backup: give the key it was made with") from None
            raise StoreError("the backup is damaged or cut off: take another one") from None
        self._number += 1
        self._last = last
        return chunk
