"""Latin: how far text in Latin letters is English, by a list of common words that stands beside this file."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import yaml

_LISTS = Path(__file__).parent / "latin_words.yaml"
_LISTED = {"readable": ("english", "chat"), "foreign": ("foreign",)}
_LAUGHTER = re.compile(r"(?:ha|he|hi|xi){2,}h?|h{2,}|a{2,}h*|o{2,}h*|e{2,}m*|m{2,}|w{2,}")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_ENDINGS = (("ies", "y"), ("ied", "y"), ("ily", "y"), ("ier", "y"), ("iest", "y"), ("ing", "e"))
_CUT = ("ing", "est", "ed", "es", "er", "ly", "st", "s", "d", "r")
_SYLLABLE = re.compile(
    "(?>(?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])?"
    "(?:[iu]ang|[aeio]ng|iong|uai|iao|uan|[aeiu]n|ian|[aeu]i|ao|[iou]u|i[ae]|u[aoe]|ve|er|[aoeiuv]))+"
)
"""A word that Pinyin can make. A syllable once taken is kept, so that long words take no time."""
_SPELT_OUT = 3
"""From this many words on, text of Pinyin syllables that is not all English is Chinese spelt out: ni men hen hao."""
_FOREIGN, _ENGLISH = 0.4, 0.6
"""Share of known words up to which Latin text counts as not English, and from which on it does. Our own English sayings
stay above 0.6 (brands and slips aside), French, Spanish and German below 0.3: they share words with English."""


def english(words: Sequence[str]) -> float:
    """How far these words (lower case, letters and apostrophes; at least one) are English or usual short forms: 0-1."""
    known = [_known(word) for word in words]
    if len(words) >= _SPELT_OUT and not all(known) and all(_SYLLABLE.fullmatch(word) for word in words):
        return 0.0
    against = sum(word in _words("foreign") for word in words)
    share = (sum(known) - against) / len(words)
    return min(1.0, max(0.0, (share - _FOREIGN) / (_ENGLISH - _FOREIGN)))


def _known(word: str) -> bool:
    listed = _words("readable")
    plain = word.replace("’", "'")
    if _LAUGHTER.fullmatch(plain):
        return True
    forms = {plain.replace("'", ""), plain.partition("'")[0]}
    forms |= {_LONG_RUN.sub(again, form) for form in list(forms) for again in (r"\1", r"\1\1")}
    return any(form in listed or any(stem in listed for stem in _stems(form)) for form in forms)


def _stems(word: str) -> Iterator[str]:
    """What the word may be a form of; three letters at least, so that no scrap becomes a word."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            yield word.removesuffix(ending) + instead
    for ending in _CUT:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            yield stem
            if stem[-1] == stem[-2]:
                yield stem[:-1]


@cache
def _words(kind: str) -> frozenset[str]:
    lists: dict[str, str] = yaml.load(_LISTS.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return frozenset(word for name in _LISTED[kind] for word in lists[name].split())
