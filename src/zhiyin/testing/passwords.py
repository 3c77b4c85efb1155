"""Passwords: hashed quickly, where a test is about something else; the tests of the hasher try the real cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from argon2.profiles import CHEAPEST


@contextmanager
def quick_passwords() -> Iterator[None]:
    with patch("zhiyin.engine.people.hasher.RFC_9106_LOW_MEMORY", CHEAPEST):
        yield
