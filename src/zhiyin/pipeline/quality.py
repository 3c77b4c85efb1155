"""Quality: is this text fit to be read? Garbled text is set aside with the reason instead of being guessed at."""

import re
import unicodedata

_LETTERS = re.compile(r"[^\s\u200b-\u200f\u2028\u2029\u2060\ufeff\ufe0e\ufe0f]")
_KUN = re.compile("锟斤拷?|(?:烫){3,}|(?:屯){3,}")
"""What U+FFFD, read as GBK, and fresh memory of a C program look like."""
_LATIN_PAIR = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]"
)
"""A UTF-8 lead byte with a following byte, both read as Latin-1 or Windows-1252, such as Ã¤."""
_HAN = re.compile("[\u4e00-\u9fff]")
_BROKEN_SHARE = 0.2
"""From this share of broken characters on, the rest is no longer a text that a person would trust."""
_CONTROL_SHARE = 0.3
_UNREADABLE = frozenset({"Cc", "Co", "Cn", "Cs"})
_WINDOW = 4096
"""Characters looked at: garbling runs through a whole text, so its beginning shows it."""


def garbled(text: str) -> str | None:
    """Why ``text`` cannot be read: ``empty``, ``replacement``, ``control`` or ``mojibake``; None if it can.

    ``replacement``: many U+FFFD, left by a reader that met bytes it could not decode. ``mojibake``: decoded with the
    wrong encoding somewhere before. A text with few broken characters is still read.
    """
    seen = text[:_WINDOW]
    letters = len(_LETTERS.findall(seen))
    if letters == 0:
        return "empty" if not text[_WINDOW:].strip() else None
    if seen.count("\ufffd") >= _BROKEN_SHARE * letters:
        return "replacement"
    if _control(seen) >= _CONTROL_SHARE * letters:
        return "control"
    broken = sum(len(m) for m in _KUN.findall(seen)) + 2 * len(_LATIN_PAIR.findall(seen))
    if broken >= max(2.0, _BROKEN_SHARE * letters) and not _latin_word(seen, broken):
        return "mojibake"
    return "mojibake" if _utf8_read_as_gbk(seen) else None


def _control(text: str) -> int:
    if text.isprintable():
        return 0
    return sum(unicodedata.category(c) in _UNREADABLE for c in text if c not in "\t\n\r")


def _latin_word(text: str, broken: int) -> bool:
    """A single pair in a short text, such as the name ``Â°``, proves nothing."""
    return broken == 2 and len(text) > 2


def _utf8_read_as_gbk(text: str) -> bool:
    """True if the characters, written as GB18030 bytes, are UTF-8 that makes Chinese: 濂借瘎 is 好评 read wrongly.

    Bytes of real Chinese in GB18030 all but never form valid three-byte UTF-8 sequences.
    """
    again = text.encode("gb18030", "ignore").decode("utf-8", "replace")
    han = len(_HAN.findall(again))
    return han >= 2 and again.count("\ufffd") * 3 <= han
