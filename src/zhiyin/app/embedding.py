"""Embedding: whose pages may hold the console in a frame."""

import re
from urllib.parse import urlsplit

from zhiyin.config import LOOPBACK, Config
from zhiyin.domain.errors import SetupError


def embed_origins_of(config: Config) -> tuple[str, ...]:
    """SetupError names the one that is no origin."""
    origins = tuple(config.embed_origins.replace(",", " ").split())
    for origin in origins:
        parts = urlsplit(origin)
        whole = f"{parts.scheme}://{parts.netloc}" == origin and re.fullmatch(r"[\w.\-\[\]:]+", parts.netloc)
        if not whole or (parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK)):
            raise SetupError(
                f"embed_origins: {origin!r} is no origin; write https://HOST or https://HOST:PORT, without a path "
                "(http is for this machine only)"
            )
    return origins
