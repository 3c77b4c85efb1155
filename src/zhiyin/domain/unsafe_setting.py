"""UnsafeSetting: something that an operator should not leave as it is set."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Unsafe(StrEnum):
    OPEN = "open"
    """Anybody who reaches the machine may read and write."""
    PLAIN_STORE = "plain_store"
    UNKEYED_LOG = "unkeyed_log"
    TEXT_LEAVES = "text_leaves"
    """Masked text goes to a model elsewhere: ``host`` and ``model`` among the values."""


@dataclass(frozen=True, slots=True)
class UnsafeSetting:
    """``text`` says in Chinese what is unsafe and how to mend it; a console may say it otherwise by ``code``."""

    code: Unsafe
    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    """What the words name, such as a host."""
