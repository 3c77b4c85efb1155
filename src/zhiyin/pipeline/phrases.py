"""Phrases: finds banned and over-selling sayings in a text, however they are spaced, marked or written.

Before it is searched a text is brought to one way of writing: full width, traditional characters and capitals are
folded, and blanks and marks between characters (最·好) are left out. Marks that end a clause stay, so that the end of
one clause and the beginning of the next never make a phrase together. Spans are of the text as it was given.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from zhiyin.domain.phrase import BannedPhrase, PhraseFinding
from zhiyin.pipeline.folding import fold

GAP = 8
"""Characters that a ``*`` may stand for. Chosen: 保证三个工作日内到账 has 7 between its two halves."""
LONGEST = 60
"""Characters of one phrase or exception."""

_CLAUSE = "\n"
"""Stands for every mark that ends a clause."""
_ENDS = frozenset(",，。.!！?？;；:：、…\n\r")
_DOTS = frozenset(".")
_VARIABLE = re.compile(r"\{[^{}\s]{1,64}\}")
_HOLE = "\ufffc"
"""Stands for a variable: one thing that is said, whatever it will be."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in its one way of writing; ``places[i]`` is where character ``i`` stood, in code points."""

    text: str
    places: tuple[int, ...]


def plain(text: str) -> Plain:
    """The text as phrases are compared with it."""
    kept: list[str] = []
    places: list[int] = []
    holes = {found.start(): found.end() for found in _VARIABLE.finditer(text)}
    inside = 0
    for place, character in enumerate(text):
        if place < inside:
            continue
        inside = holes.get(place, 0)
        for one in _HOLE if inside else _written(character, text[place + 1 : place + 2]):
            kept.append(one)
            places.append(place)
    return Plain("".join(kept), tuple(places))


@lru_cache(maxsize=8192)
def _written(character: str, following: str) -> str:
    if character in _ENDS and not (character in _DOTS and following.isalnum()):
        return _CLAUSE  # a dot before a letter or digit (no.1, 3.5) ends nothing
    folded = fold(unicodedata.normalize("NFKC", character))
    return "".join(c for c in folded if c == "%" or unicodedata.category(c)[0] in "LN")


_Hit = tuple[int, int, BannedPhrase]
"""Start and end in the plain text, and what was found there."""


class PhraseFinder:
    """Compiles a list once. The same list always finds the same.

    What begins inside an exception is spared, whatever follows: 不能保证 spares 保证明天送到 too.
    """

    def __init__(self, phrases: Iterable[BannedPhrase]) -> None:
        self._banned = tuple((phrase, _pattern(phrase.phrase)) for phrase in phrases)
        spared = dict.fromkeys(one for phrase, _ in self._banned for one in phrase.exceptions)
        self._spared = tuple(_pattern(one) for one in spared)

    def find(self, text: str) -> tuple[PhraseFinding, ...]:
        """In the order of the text; of two that lie one inside the other only the longer."""
        seen = plain(text)
        hits = [(m.start(), m.end(), b) for b, p in self._banned for m in p.finditer(seen.text)]
        if not hits:
            return ()
        spared = [m.span() for pattern in self._spared for m in pattern.finditer(seen.text)]
        left = [h for h in hits if not any(start <= h[0] and h[0] + 2 <= end for start, end in spared)]
        return tuple(_finding(text, seen, hit) for hit in _longest(left))


def find_phrases(text: str, phrases: Sequence[BannedPhrase]) -> tuple[PhraseFinding, ...]:
    """What of ``phrases`` stands in ``text``: ``PhraseFinder`` for those who ask once."""
    return _finder(tuple(phrases)).find(text)


@lru_cache(maxsize=32)
def _finder(phrases: tuple[BannedPhrase, ...]) -> PhraseFinder:
    return PhraseFinder(phrases)


def usable(phrase: str) -> str | None:
    """Why a phrase cannot be searched for, in Chinese; None when it can."""
    if len(phrase) > LONGEST:
        return f"“{phrase[:12]}…”超过 {LONGEST} 个字，请写短一些"
    pieces = [plain(piece).text for piece in phrase.split("*")]
    if any(_CLAUSE in piece for piece in pieces):
        return f"“{phrase}”里有标点：请拆成几条，每条只写一个说法"
    if min(len(piece) for piece in pieces) == 0 or sum(map(len, pieces)) < 2:
        return f"“{phrase}”太短：至少写两个字，* 的前后都要有字"
    return None


def _pattern(phrase: str) -> re.Pattern[str]:
    whole = f"[^{_CLAUSE}]{{0,{GAP}}}?".join(re.escape(plain(piece).text) for piece in phrase.split("*"))
    bare = plain(phrase.replace("*", "")).text
    # "top1" is not in "stop12": what begins or ends with a letter or digit must begin or end a word.
    before = r"(?<![0-9a-z])" if bare[:1].isascii() and bare[:1].isalnum() else ""
    after = r"(?![0-9a-z])" if bare[-1:].isascii() and bare[-1:].isalnum() else ""
    return re.compile(before + whole + after)


def _longest(hits: Sequence[_Hit]) -> list[_Hit]:
    kept: list[_Hit] = []
    reached = 0
    for hit in sorted(hits, key=lambda h: (h[0], -h[1])):
        if hit[1] > reached:
            kept.append(hit)
            reached = hit[1]
    return kept


def _finding(text: str, seen: Plain, hit: _Hit) -> PhraseFinding:
    start, end, banned = hit
    last = seen.places[end - 1]
    hole = _VARIABLE.match(text, last)
    return PhraseFinding(
        seen.places[start], hole.end() if hole else last + 1, banned.kind, banned.phrase, banned.reason, banned.mend
    )
