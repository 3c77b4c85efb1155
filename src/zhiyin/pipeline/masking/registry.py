"""All recognisers, in the order in which they run (the order does not decide who wins: ``resolve`` does)."""

from typing import Final

from zhiyin.pipeline.masking import bank_card, email, identity, landline, long_number, phone
from zhiyin.pipeline.masking.candidate import Recogniser

NUMERIC: Final[tuple[Recogniser, ...]] = (
    identity.find,
    phone.find,
    landline.find,
    bank_card.find,
    long_number.find,
)
"""Need a chain of seven digits or more."""

TEXTUAL: Final[tuple[Recogniser, ...]] = (email.find,)
"""Bring their own quick test."""
