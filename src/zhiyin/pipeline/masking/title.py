"""Names before a title: 王先生, 欧阳娜女士, 李小明医生. The title stays: it says who speaks, not which person."""

import re
from collections.abc import Iterator
from typing import Final

from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.surnames import COMPOUND, EVERYDAY, NOT_FIRST, NOT_LAST, RISKY, SURE, TAILS, WORDS

_PERSON: Final = "先生|女士|小姐|太太|夫人|同学|同志|阿姨|叔叔|大爷|大妈|奶奶|爷爷|大哥|大姐"
_JOB: Final = (
    "总经理|副经理|总监|经理|主管|主任|医生|大夫|护士|老师|教授|师傅|律师|警官|院长|校长|局长|处长|科长|所长|队长|店长|博士"
    "|法官|工程师|会计|老板|醫生|老師|經理"
)
# Short ones are parts of many words (总共, 哥哥): only behind a sure surname that begins a word, and before a break.
_SHORT: Final = "总|哥|姐|工|董|局"
_TITLE: Final = re.compile(rf"{_PERSON}|{_JOB}")
_SHORT_TITLE: Final = re.compile(
    rf"(?:(?<![一-鿿])|(?<=找)|(?<=问)|(?<=请)|(?<=给)|(?<=让))([{''.join(sorted(SURE))}])(?:{_SHORT})(?=$|[^一-鿿]"
    rf"|说|您|你|在吗)"
)
_SURNAMES: Final = (SURE | RISKY) - frozenset("向时祝")
_COMPOUND: Final = frozenset(COMPOUND.split("|"))
_BREAKS: Final = frozenset("找叫是给请问跟和让由联系的为,")
_VERBS: Final = frozenset("请找叫问由系")
_GOES_ON: Final = frozenset("姐")  # 小姐姐
_LONGEST: Final = 4


def titled(text: str) -> Iterator[Candidate]:
    for match in _TITLE.finditer(text):
        length = _name_length(text, match.start())
        if length and text[match.end() : match.end() + 1] not in _GOES_ON:
            yield Candidate(match.start() - length, match.start(), "name", 75)
    for match in _SHORT_TITLE.finditer(text):
        yield Candidate(*match.span(1), "name", 75)


def _name_length(text: str, end: int) -> int:
    """Length of the name that ends at ``end``: compound surnames first, then three, two and one character."""
    before = text[max(0, end - _LONGEST) : end]
    for given in (0, 1, 2):
        if before[-2 - given : len(before) - given] in _COMPOUND and _given(before[len(before) - given :]):
            return 2 + given
    for length in (3, 2):
        if len(before) >= length and _full(before[-length:], text[max(0, end - length - 1) : end - length]):
            return length
    if not before or before[-1] not in _SURNAMES or before[-2:] in TAILS or text.startswith("康师傅", end - 1):
        return 0
    return 0 if before[-1] in EVERYDAY and len(before) > 1 and _inside(before[-2]) else 1


def _full(name: str, previous: str) -> bool:
    """Surname and given name. One that begins inside a word is taken only if no surname ends it: 请|张|先生."""
    if name[0] not in _SURNAMES or name[:2] in WORDS or previous + name[0] in TAILS or not _given(name[1:]):
        return False
    if not previous or not _inside(previous):
        return True
    return (name[0] in SURE or (len(name) > 2 and name[0] not in EVERYDAY)) and not _VERBS & set(name[1:])


def _inside(previous: str) -> bool:
    """Whether a word that began before may still go on."""
    return "一" <= previous <= "鿿" and previous not in _BREAKS


def _given(given: str) -> bool:
    return all("一" <= c <= "鿿" for c in given) and not (given and (given[0] in NOT_FIRST or given[-1] in NOT_LAST))
