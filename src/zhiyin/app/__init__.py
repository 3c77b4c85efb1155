"""App: the only room that picks back ends, and puts the house together."""

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
