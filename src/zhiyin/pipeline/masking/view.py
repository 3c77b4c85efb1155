"""View: the forms of one text in which recognisers look for personal data. All are of one length, so spans carry."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from zhiyin.pipeline.masking.chain import Chain, chains
from zhiyin.pipeline.masking.kinds import PLACEHOLDERS, PROTECTED

# Decimal digits of every script, and dingbats such as ❶ that NFKC leaves alone. None lie above U+1FC00.
_DIGITS: Final[dict[int, str]] = {
    point: str(unicodedata.digit(chr(point)))
    for point in range(0x80, 0x1FC00)
    if unicodedata.digit(chr(point), None) is not None
}
_NUMERALS: Final[dict[int, str]] = {
    ord(character): str(value)
    for value, characters in enumerate(
        (
            "零〇○◯洞",
            "一壹幺弌弋〡",
            "二贰貳弍〢两兩",
            "三叁參叄弎〣",
            "四肆〤",
            "五伍〥",
            "六陆陸〦",
            "七柒拐〧",
            "八捌〨",
            "九玖勾〩",
        )
    )
    for character in characters
}
_NUMERAL: Final = "[" + "".join(map(chr, _NUMERALS)) + "]"
# Astral digits that NFKC leaves alone (Osmanya, Adlam, ...) are rare: any astral character lets the text be folded.
_FOREIGN_DIGIT: Final = re.compile(
    "[" + "".join(chr(point) for point in _DIGITS if point <= 0xFFFF) + "]|[\U00010000-\U0010ffff]"
)
# A numeral by itself (一 in 一下) is no number: three in a row, or any digit.
_RUN: Final = re.compile(rf"[0-9]|{_NUMERAL}\W{{0,3}}{_NUMERAL}\W{{0,3}}{_NUMERAL}")
_LATIN: Final = re.compile("[A-Za-z]")

_BESIDE_NAMES: Final = frozenset(PLACEHOLDERS[kind] for kind in ("mobile", "phone", "address", "id_card"))


@dataclass(frozen=True, slots=True)
class View:
    """``text``: digits of all scripts as ASCII, what is masked already as NULs, or as U+0001 where a name
    may stand beside it. Neither is left in a text by normalise.

    ``spelled``: Chinese numerals as digits, too. ``chains``: the numbers in it.
    """

    text: str
    spelled: str
    chains: tuple[Chain, ...]
    has_digit: bool
    has_latin: bool

    @property
    def forms(self) -> tuple[str, ...]:
        """The text, and with numerals spelled as digits where that differs: 单号123三天 must not become 1233天."""
        return (self.text,) if self.text == self.spelled else (self.text, self.spelled)

    def before(self, start: int, width: int) -> str:
        return self.text[max(0, start - width) : start]

    def after(self, end: int, width: int) -> str:
        return self.text[end : end + width]


def _filler(match: re.Match[str]) -> str:
    return ("\x01" if match[0] in _BESIDE_NAMES else "\0") * len(match[0])


def view(normalised: str) -> View:
    text = normalised
    if "[" in text:
        text = PROTECTED.sub(_filler, text)
    if _FOREIGN_DIGIT.search(text):
        text = text.translate(_DIGITS)
    has_latin = bool(_LATIN.search(text))
    if not _RUN.search(text):
        return View(text, text, (), False, has_latin)
    spelled = text.translate(_NUMERALS)
    return View(text, spelled, chains(spelled, text), True, has_latin)
