"""Character n-grams of many texts at once, as hashes: no loop over n-grams, so a batch costs microseconds a text.

Training and the live path both come through here. ``VERSION`` names this recipe; an artefact made with another one is
refused. The recipe: digits become one sign, white space one sign, placeholders of masked data one sign that carries no
meaning; runs of one sign are cut to two (digits, blanks and placeholders to one); 1- to 4-grams over the signs, with a
mark at both ends of the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.text import Span

VERSION = "char-ngrams-1"
ORDERS = (1, 2, 3, 4)
HALF = 200
"""A text longer than twice this is read at its first and last ``HALF`` characters; the middle is left out."""

END = 0
HOLE = 0xE000
"""Stands for a placeholder such as [手机号]: a private-use code point, blanked where a text holds it."""
_DIGIT = ord("0")
_BLANK = ord(" ")
_NOTHING = 0xE001
"""Stands for what is left out."""
_MERGED = str.maketrans(
    {
        **dict.fromkeys((END, HOLE, _NOTHING, 9, 10, 13, 12288), " "),
        **dict.fromkeys(range(ord("1"), ord("9") + 1), "0"),
        **{c: chr(_NOTHING) for c in (0x200B, 0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF)},
    }
)
_MULTIPLIERS = np.array([0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F], dtype=np.uint32)

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
    lengths: Index
    """Signs of each passage, its leading end mark included."""
    plain: Flags
    """True for signs that are text: neither end marks nor placeholders."""

    @property
    def owners(self) -> Index:
        """The passage of each sign; that of the closing end mark is the last one."""
        return np.append(np.repeat(np.arange(len(self.starts)), self.lengths), len(self.starts) - 1)


def signs(passages: Sequence[Passage]) -> Signs:
    """The signs of a batch (at least one passage), ready to be hashed."""
    kept = [p.folded if len(p.folded) <= 2 * HALF else p.folded[:HALF] + p.folded[-HALF:] for p in passages]
    joined = "\0" + "".join(text.translate(_MERGED) + "\0" for text in kept)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).copy()
    lengths = np.fromiter((len(text) + 1 for text in kept), dtype=np.int64, count=len(kept))
    starts = np.cumsum(lengths) - lengths
    places = np.arange(-1, len(codes) - 1, dtype=np.int64) - np.append(np.repeat(starts, lengths), len(codes))
    for passage, text, start in zip(passages, kept, starts.tolist(), strict=True):
        left_out = len(passage.folded) - len(text)
        for hole in passage.holes:
            _blot(codes, start + 1, hole, len(passage.folded))
        if left_out:
            places[start + 1 + HALF : start + 1 + len(text)] += left_out
    keep = _keep(codes)
    codes, starts = codes[keep], (np.cumsum(keep) - 1)[starts]
    lengths = np.append(starts[1:], len(codes) - 1) - starts
    return Signs(codes, places[keep], starts, lengths, (codes != END) & (codes != HOLE))


def hashed(found: Signs) -> tuple[Codes, Flags]:
    """Row n - 1: the hash of the n-gram that begins at each sign, and whether there is one (within one passage)."""
    codes, size = found.codes, len(found.codes)
    end = codes == END
    ends = np.cumsum(end)
    values = np.zeros((len(ORDERS), size), dtype=np.uint32)
    whole = np.zeros((len(ORDERS), size), dtype=np.bool_)
    so_far = np.zeros(size, dtype=np.uint32)
    for row, (order, multiplier) in enumerate(zip(ORDERS, _MULTIPLIERS, strict=True)):
        here = codes[row:]
        count = len(here)
        so_far = (so_far[:count] ^ here) * multiplier
        so_far ^= so_far >> np.uint32(15)
        values[row, :count] = so_far
        if order > 1:  # no end mark strictly inside
            whole[row, :count] = ends[row - 1 : size - 1] == ends[:count]
    whole[0] = ~end
    whole[1, :-1] &= ~(end[:-1] & end[1:])
    return _finish(values), whole


def _finish(values: Codes) -> Codes:
    """Final mix of MurmurHash3 (public domain), so that all 32 bits depend on all signs."""
    h = values ^ (values >> np.uint32(16))
    h = h * np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h = h * np.uint32(0xC2B2AE35)
    mixed: Codes = h ^ (h >> np.uint32(16))
    return mixed


def _blot(codes: Codes, offset: int, hole: Span, length: int) -> None:
    """Put the sign for a placeholder over ``hole``, a span of the uncut text of ``length`` characters."""
    left_out = max(0, length - 2 * HALF)
    for begin, end, shift in ((0, HALF, 0), (HALF + left_out, length, left_out)) if left_out else ((0, length, 0),):
        a, b = max(hole[0], begin), min(hole[1], end)
        if a < b:
            codes[offset + a - shift : offset + b - shift] = HOLE


def _keep(codes: Codes) -> Flags:
    """False for what is left out and for what a run has too many of."""
    again = np.zeros(len(codes), dtype=np.bool_)
    np.equal(codes[1:], codes[:-1], out=again[1:])
    again &= codes != END
    single = (codes == _DIGIT) | (codes == _BLANK) | (codes == HOLE)
    single[2:] |= again[1:-1]  # the third of a run, whatever it is
    keep: Flags = ~(again & single) & (codes != _NOTHING)
    return keep
