"""Question text: what the question model sees of one question, and what it sees of two without knowing any word.

Training and the live path both come through here. ``VERSION`` names this recipe; an artefact made with another one is
refused.
"""

import re
from dataclasses import dataclass

from zhiyin.models.amounts import amounts
from zhiyin.models.ngrams import Passage
from zhiyin.models.tokens import Ids, Tokenizer, written

VERSION = "question-1"
LONGEST = 48
"""Pieces read of a question; a longer one is read at its first and last halves."""
SIGNS = 160
"""Characters read of it, likewise: what comes before and after a question asked at length is greeting and thanks."""
COMPARED = 11
"""How many numbers ``compared`` gives."""

_HOLE = re.compile(r"\[[^\]\s]{1,8}\]")
_BARE = re.compile(r"[\W_]+")
_DENIAL = re.compile("[不没无未别]")

Grams = frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """``ids``: pieces of the table. The rest is what ``compared`` looks at."""

    ids: Ids
    single: Grams
    double: Grams
    triple: Grams
    amounts: Grams
    denials: int
    length: int


def ends(folded: str) -> str:
    """The text itself, or the first and last halves of one that is too long."""
    return folded if len(folded) <= SIGNS else folded[: SIGNS // 2] + folded[-SIGNS // 2 :]


def question(folded: str, tokenizer: Tokenizer) -> Question:
    """``folded``: masked and folded; placeholders stand in square brackets."""
    folded = ends(folded)
    passage = Passage(folded, tuple(found.span() for found in _HOLE.finditer(folded)))
    bare = _BARE.sub("", _HOLE.sub("", folded))
    return Question(
        tokenizer.tokens(passage).ids[1:-1],
        frozenset(bare),
        grams(bare, 2),
        grams(bare, 3),
        amounts(_HOLE.sub("", folded)),
        len(_DENIAL.findall(bare)),
        len(written(passage)[0]),
    )


def grams(text: str, size: int) -> Grams:
    """All stretches of ``size`` characters."""
    return frozenset(text[i : i + size] for i in range(len(text) - size + 1))


def compared(a: Question, b: Question) -> tuple[float, ...]:
    """What two questions share, each number in 0-1; the same in both orders."""
    shortest, longest = sorted((a.length, b.length))
    both, shared = bool(a.amounts and b.amounts), bool(a.amounts & b.amounts)
    return (
        dice(a.single, b.single),
        dice(a.double, b.double),
        dice(a.triple, b.triple),
        len(a.double & b.double) / max(1, min(len(a.double), len(b.double))),
        shortest / max(1, longest),
        min(1.0, (longest - shortest) / 20),
        min(1.0, abs(a.denials - b.denials) / 2),
        float((a.denials > 0) != (b.denials > 0)),
        float(both and a.amounts == b.amounts),
        float(both and not shared),
        float(bool(a.amounts) != bool(b.amounts)),
    )


def dice(a: Grams, b: Grams) -> float:
    """Dice coefficient, 0 (nothing shared, or nothing there) to 1."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
