"""Repetition: was the same thing said before? By overlap of character pairs; no model needed."""

import re
from collections.abc import Iterable
from functools import lru_cache

from zhiyin.domain.features import Features

SAME = 0.6
"""Share of common character pairs (Dice) from which two texts count as the same; Alibaba's repeat operator has 0.6."""
SHORTEST = 4
"""Texts with fewer characters (嗯, 好的) are never a repetition."""

_FILL = re.compile(r"\[[^\]\s]{1,8}\]|[\W\d_]+")


@lru_cache(maxsize=4096)
def pairs(text: str) -> frozenset[str]:
    """Character pairs of the text without digits, punctuation and placeholders."""
    bare = _FILL.sub("", text)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1)) if len(bare) >= SHORTEST else frozenset()


def similarity(a: str, b: str) -> float:
    """Dice coefficient of the character pairs, 0 (nothing in common) to 1."""
    first, second = pairs(a), pairs(b)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def says_again(text: str, before: Iterable[str]) -> bool:
    """True when one of the texts before says about the same in about the same words."""
    return any(similarity(text, b) >= SAME for b in before)


def asks(features: Features) -> bool:
    """True for a question or a demand: a question mark, a question word, or a cue of waiting or urgency."""
    return "?" in features.folded or any(features.has(cue) for cue in ("question", "waiting", "urgency", "refund"))
