"""App: the only room that picks back ends, and puts the house together.

What is named here is imported when it is asked for: who only reads a file needs neither web server nor store.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhiyin.app.clock import SystemClock
    from zhiyin.app.house import House, running
    from zhiyin.app.parts import (
        audit_key_of,
        cues_of,
        mark_secret_of,
        opened_store,
        policies_of,
        routes_of,
        store_of,
    )
    from zhiyin.app.people import announced_code, oidc_of
    from zhiyin.app.readers import fast_text_model, quickener, second_opinion_of, text_model
    from zhiyin.app.serving import STATIC
    from zhiyin.app.unsafe import warnings_of

__all__ = [
    "STATIC",
    "House",
    "SystemClock",
    "announced_code",
    "audit_key_of",
    "cues_of",
    "fast_text_model",
    "mark_secret_of",
    "oidc_of",
    "opened_store",
    "policies_of",
    "quickener",
    "routes_of",
    "running",
    "second_opinion_of",
    "store_of",
    "text_model",
    "warnings_of",
]

_MODULES = {
    "STATIC": "serving",
    "House": "house",
    "SystemClock": "clock",
    "announced_code": "people",
    "audit_key_of": "parts",
    "cues_of": "parts",
    "fast_text_model": "readers",
    "mark_secret_of": "parts",
    "oidc_of": "people",
    "opened_store": "parts",
    "policies_of": "parts",
    "quickener": "readers",
    "routes_of": "parts",
    "running": "house",
    "second_opinion_of": "readers",
    "store_of": "parts",
    "text_model": "readers",
    "warnings_of": "unsafe",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
