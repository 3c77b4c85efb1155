"""Mark: a short keyed digest of what was masked, so that two mentions in one conversation can be told apart.

Why it cannot be turned back, and what it gives away all the same: docs/masking.md.
"""

import hmac
import math
from typing import Final

from zhiyin.domain.utterance import ConversationRef
from zhiyin.pipeline.masking.view import view

MARKED: Final = frozenset(
    {
        "id_card",
        "regional_id",
        "passport",
        "mobile",
        "phone",
        "bank_card",
        "email",
        "plate",
        "company_code",
        "order",
        "tracking",
        "account",
        "insurance",
        "number",
    }
)
"""Kinds that name one thing among many. Names and addresses are written in too many ways to be compared, and nobody has
to tell two passwords apart."""
MOST_BITS: Final = 16
HIDDEN_BITS: Final = 9.0
"""Bits that a mark leaves open at the least: a number of six digits (20 bits) gets a mark of 10, which some 980 numbers
share."""
_BITS_PER_DIGIT: Final = math.log2(10)
_FEWEST: Final = 4


def mark_key(conversation: ConversationRef, secret: bytes = b"") -> bytes:
    """Key of the marks of one conversation: the same value has another mark in another conversation."""
    return b"\0".join((secret, conversation.tenant.encode(), conversation.id.encode()))


def mark_of(kind: str, value: str, key: bytes) -> int | None:
    """The first bits of HMAC-SHA256 (RFC 2104) of the normal form of ``value``; None for kinds that are not marked and
    for values of fewer than four letters and digits.

    The kind is no part of it: what one sentence calls an order number is a bare number in the next.
    """
    bare = normal(kind, value)
    if kind not in MARKED or len(bare) < _FEWEST:
        return None
    bits = max(1, min(MOST_BITS, int(len(bare) * _BITS_PER_DIGIT - HIDDEN_BITS)))
    digest = hmac.digest(key, bare.encode(), "sha256")
    return int.from_bytes(digest[:2], "big") >> (MOST_BITS - bits)


def normal(kind: str, value: str) -> str:
    """Letters and digits alone, however they were written; a mobile without its country code."""
    seen = view(value)
    spelled = seen.text if kind in ("email", "account", "plate") else seen.spelled
    bare = "".join(sign for sign in spelled.lower() if sign.isalnum())
    return bare[-11:] if kind == "mobile" else bare
