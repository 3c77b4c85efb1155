"""Normal form of a text before anything looks at it."""

import re
import unicodedata
from typing import Final

# Cc but for tab and newline; Cf but for the zero-width joiner (emoji sequences need it); lone surrogates (Cs).
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\ud800-\udfff\ufdd0-\ufdef]"
)

# Chinese punctuation that NFKC would make ASCII. People read the safe text, so it stays as it was written; while the
# rest is normalised it is held by noncharacters, which NFKC leaves alone and which no text may bring along.
_WIDE: Final = "，！？：；（）～"
_HOLD: Final = str.maketrans(_WIDE, "".join(chr(0xFDD0 + i) for i in range(len(_WIDE))))
_RELEASE: Final = {held: ord(wide) for wide, held in zip(_WIDE, _HOLD.values(), strict=True)}
_NARROW: Final = str.maketrans(_WIDE, ",!?:;()~")


def normalise(raw: str) -> str:
    """NFKC but for Chinese punctuation, without control, invisible and broken characters; line ends are ``\\n``.

    Applying it twice changes nothing. Invisible characters go before NFKC, because what they kept apart may compose.
    """
    if not raw.isprintable():  # the quick test: printable text holds none of the unwanted
        raw = _UNWANTED.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    if unicodedata.is_normalized("NFKC", raw):
        return raw
    return unicodedata.normalize("NFKC", raw.translate(_HOLD)).translate(_RELEASE)


def narrow(normal: str) -> str:
    """The same text, same length, in full NFKC: the form that recognisers look at."""
    return normal if normal.isascii() else normal.translate(_NARROW)
