"""A new key can be told from others in the operation log, which masks what looks like a number."""

import hashlib
from itertools import count

import pytest

from zhiyin.domain.text import RawText
from zhiyin.engine.key_secret import ID_CHARACTERS, new_secret
from zhiyin.pipeline.mask import mask_text


def shown(secret: str) -> bool:
    name = hashlib.sha256(f"zy_{secret}".encode()).hexdigest()[:ID_CHARACTERS]
    return name in mask_text(RawText(f"key {name} made"))[0]


def test_a_name_that_would_be_masked_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    masked = next(str(n) for n in count() if not shown(str(n)))
    clear = next(str(n) for n in count() if shown(str(n)))
    drawn = iter((masked, clear))
    monkeypatch.setattr("zhiyin.engine.key_secret.secrets.token_urlsafe", lambda _: next(drawn))
    secret, digest = new_secret()
    assert secret == f"zy_{clear}"
    assert digest == hashlib.sha256(secret.encode()).hexdigest()
