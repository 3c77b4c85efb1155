"""Pseudonyms of customers: the same reference always gives the same one, and it cannot be read back from it."""

import hashlib
import re
from typing import Final

from zhiyin.pipeline.masking.identifier import refuse_identifier

_FORM: Final = re.compile(r"c-[0-9a-f]{16}")


def pseudonym_of(tenant: str, reference: str) -> str:
    """``c-`` and 16 hex digits of SHA-256 over tenant and reference; what is a pseudonym already stays as it is.

    Whoever can guess references can hash them too, see docs/masking.md.
    """
    found = reference.strip()
    while not _is_pseudonym(found):
        found = "c-" + hashlib.sha256(f"{tenant}\0{found}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return found


def _is_pseudonym(text: str) -> bool:
    """Some 16 hex digits look like a card or a phone number: they are hashed once more, so that none passes for one."""
    return _FORM.fullmatch(text) is not None and refuse_identifier(text) is None
