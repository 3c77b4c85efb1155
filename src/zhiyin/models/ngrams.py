"""Character n-grams of many texts at once, as hashes: no loop over n-grams, so a batch costs microseconds a text.

Training and the live path both come through here. ``VERSION`` names this recipe; an artefact made with another one is
refused. The recipe: digits become one sign, white space one sign, placeholders of masked data one sign that carries no
meaning; runs of one sign are cut to two (digits, blanks and placeholders to one); 1- to 4-grams over the signs, with a
mark at both ends of the text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.text import Span

VERSION = "char-ngrams-1"
ORDERS = (1, 2, 3, 4)
HALF = 200
"""A text longer than twice this is read at its first and last ``HALF`` characters; the middle is left out."""

_END = 0
_DIGIT = ord("0")
_BLANK = ord(" ")
_HOLE = 0xE000
"""Stands for a placeholder such as [手机号]: a private-use code point, blanked where a text holds it."""
_TAKEN = str.maketrans({0: " ", _HOLE: " "})
_BLANKS = np.array([0x09, 0x0A, 0x0D, 0x3000], dtype=np.uint32)
_INVISIBLE = np.array([0x200B, 0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF], dtype=np.uint32)
_MULTIPLIERS = np.array([0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F], dtype=np.uint32)

_T = TypeVar("_T", np.uint32, np.bool_)

Codes = NDArray[np.uint32]
Index = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Passage:
    """``folded`` text as the model reads it; ``holes`` are the spans of placeholders in it."""

    folded: str
    holes: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Signs:
    """All passages of a batch in one row: ``end, signs, end, signs, ..., end``."""

    codes: Codes
    places: Index
    """Offset of each sign in its passage; below 0 or beyond its end for end marks."""
    starts: Index
    """Where in ``codes`` the leading end mark of each passage stands; a passage owns up to the next one's start."""

    @property
    def lengths(self) -> Index:
        """Signs of each passage, its leading end mark included."""
        return np.diff(self.starts, append=len(self.codes) - 1)

    @property
    def plain(self) -> Flags:
        """True for signs that are text: neither end marks nor placeholders."""
        flags: Flags = (self.codes != _END) & (self.codes != _HOLE)
        return flags


def signs(passages: Sequence[Passage]) -> Signs:
    """The signs of a batch (at least one passage), ready to be hashed."""
    kept = [p.folded if len(p.folded) <= 2 * HALF else p.folded[:HALF] + p.folded[-HALF:] for p in passages]
    joined = "\0" + "".join(text.translate(_TAKEN) + "\0" for text in kept)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).copy()
    lengths = np.fromiter((len(text) + 1 for text in kept), dtype=np.int64, count=len(kept))
    starts = np.cumsum(lengths) - lengths
    places = np.arange(len(codes), dtype=np.int64) - np.append(np.repeat(starts, lengths), len(codes)) - 1
    for passage, text, start in zip(passages, kept, starts.tolist(), strict=True):
        left_out = len(passage.folded) - len(text)
        for begin, end in passage.holes:
            _blot(codes, start + 1, (begin, end), len(passage.folded))
        if left_out:
            places[start + 1 + HALF : start + 1 + len(text)] += left_out
    _merge(codes)
    keep = _keep(codes)
    return Signs(codes[keep], places[keep], (np.cumsum(keep) - 1)[starts])


def hashed(found: Signs) -> Iterator[tuple[int, Codes, Flags]]:
    """Per order n: the hash of the n-gram that begins at each sign, and whether there is one (within one passage)."""
    codes = found.codes
    ends = np.cumsum(codes == _END)
    hash_so_far = np.zeros(len(codes), dtype=np.uint32)
    for order, multiplier in zip(ORDERS, _MULTIPLIERS, strict=True):
        here = codes[order - 1 :]
        hash_so_far = (hash_so_far[: len(here)] ^ here) * multiplier
        hash_so_far ^= hash_so_far >> np.uint32(15)
        if order == 1:
            whole = codes != _END
        else:
            # No end mark strictly inside, and not two end marks side by side.
            whole = ends[order - 2 : len(codes) - 1] == ends[: len(here)]
            whole &= (codes[: len(here)] != _END) | (here != _END) | (order > 2)
        yield order, _pad(_finish(hash_so_far), len(codes)), _pad(whole, len(codes))


def _finish(values: Codes) -> Codes:
    """Final mix of MurmurHash3 (public domain), so that all 32 bits depend on all signs."""
    h = values ^ (values >> np.uint32(16))
    h = h * np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h = h * np.uint32(0xC2B2AE35)
    mixed: Codes = h ^ (h >> np.uint32(16))
    return mixed


def _pad(values: NDArray[_T], length: int) -> NDArray[_T]:
    return np.concatenate((values, np.zeros(length - len(values), dtype=values.dtype)))


def _blot(codes: Codes, offset: int, hole: Span, length: int) -> None:
    """Put the sign for a placeholder over ``hole``, a span of the uncut text of ``length`` characters."""
    left_out = max(0, length - 2 * HALF)
    for begin, end, shift in ((0, HALF, 0), (HALF + left_out, length, left_out)) if left_out else ((0, length, 0),):
        a, b = max(hole[0], begin), min(hole[1], end)
        if a < b:
            codes[offset + a - shift : offset + b - shift] = _HOLE


def _merge(codes: Codes) -> None:
    codes[(codes >= ord("0")) & (codes <= ord("9"))] = _DIGIT
    codes[np.isin(codes, _BLANKS)] = _BLANK


def _keep(codes: Codes) -> Flags:
    """False for invisible signs and for what a run has too many of."""
    keep: Flags = ~np.isin(codes, _INVISIBLE)
    again = np.zeros(len(codes), dtype=np.bool_)
    again[1:] = (codes[1:] == codes[:-1]) & (codes[1:] != _END)
    single = (codes == _DIGIT) | (codes == _BLANK) | (codes == _HOLE)
    third = again.copy()
    third[1:] &= again[:-1]
    keep &= ~(again & single) & ~third
    return keep
