"""All recognisers, in the order in which they run (the order does not decide who wins: ``resolve`` does)."""

from typing import Final

from zhiyin.pipeline.masking import (
    account,
    address,
    bank_card,
    company_code,
    email,
    identity,
    insurance,
    landline,
    long_number,
    name,
    network,
    order,
    passport,
    phone,
    plate,
    regional_id,
)
from zhiyin.pipeline.masking.candidate import Recogniser

NUMERIC: Final[tuple[Recogniser, ...]] = (identity.find, phone.find, landline.find, bank_card.find, long_number.find)
"""Need a chain of seven digits or more."""

DIGITAL: Final[tuple[Recogniser, ...]] = (
    regional_id.find,
    passport.find,
    plate.find,
    company_code.find,
    order.find,
    insurance.find,
)
"""Need a digit."""

WRITTEN: Final[tuple[Recogniser, ...]] = (email.find, account.find, network.find)
"""Need a digit or a Latin letter."""

TEXTUAL: Final[tuple[Recogniser, ...]] = (address.find, name.find)
"""Bring their own quick test."""
