"""Secrets by reference: ``env:NAME`` or ``file:PATH``, so that a configuration file never holds one."""

from collections.abc import Callable, Mapping
from pathlib import Path

from zhiyin.domain.errors import SetupError

ReadSecret = Callable[[str], str]
"""From a reference to the secret. SetupError if it is no reference or leads nowhere."""


def is_reference(text: str) -> bool:
    return text.startswith(("env:", "file:"))


def secret_reader(environment: Mapping[str, str]) -> ReadSecret:
    """Reads from ``environment`` and from disk; spaces and line ends around a secret are dropped."""

    def read(reference: str) -> str:
        kind, _, name = reference.partition(":")
        if kind == "env":
            value = environment.get(name, "").strip()
            lacking = f"the environment variable {name} is not set or empty"
        elif kind == "file":
            value, lacking = _content(name), f"the file {name} cannot be read or is empty"
        else:
            raise SetupError("a secret must be given as env:NAME or file:PATH, never in plain")
        if not value:
            raise SetupError(lacking)
        return value

    return read


def _content(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
