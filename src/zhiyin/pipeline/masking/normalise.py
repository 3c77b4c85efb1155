"""Normal form of a text before anything looks at it."""

import re
import unicodedata
from typing import Final

# Cc but for tab and newline; Cf but for the zero-width joiner (emoji sequences need it); lone surrogates (Cs).
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\ud800-\udfff]"
)


def normalise(raw: str) -> str:
    """NFKC, without control, invisible and broken characters; line ends are ``\\n``. Applying it twice changes nothing.

    Invisible characters go before NFKC, because what they kept apart may compose.
    """
    if not raw.isprintable():  # the quick test: printable text holds none of the unwanted
        raw = _UNWANTED.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    if unicodedata.is_normalized("NFKC", raw):
        return raw
    return unicodedata.normalize("NFKC", raw)
