"""Key secret: what a new API key is known by."""

import hashlib
import secrets

from zhiyin.domain.text import RawText
from zhiyin.pipeline.mask import mask_text

ID_CHARACTERS = 12


def new_secret() -> tuple[str, str]:
    """A secret and its hex SHA-256, of which the first characters name the key.

    Drawn again where that name has so many digits (one in a hundred) that the operation log would mask it.
    """
    while True:
        secret = f"zy_{secrets.token_urlsafe(32)}"
        digest = hashlib.sha256(secret.encode()).hexdigest()
        if digest[:ID_CHARACTERS] in mask_text(RawText(f"key {digest[:ID_CHARACTERS]} made"))[0]:
            return secret, digest
