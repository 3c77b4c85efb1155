"""Pseudonyms of customers: the same reference always gives the same one, and it cannot be read back from it."""

import hashlib
import re
from typing import Final

_FORM: Final = re.compile(r"c-(?![0-9a-f]*[0-9]{11})[0-9a-f]{16}")
"""No 11 digits in a row: so neither a phone nor a card nor an ID number passes for a pseudonym. One hash in 60 or so
holds such a row, and is hashed once more."""


def pseudonym_of(tenant: str, reference: str) -> str:
    """``c-`` and 16 hex digits of SHA-256 over tenant and reference; what is a pseudonym already stays as it is.

    Whoever can guess references can hash them too, see docs/masking.md.
    """
    found = reference.strip()
    while not _FORM.fullmatch(found):
        found = "c-" + hashlib.sha256(f"{tenant}\0{found}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return found
