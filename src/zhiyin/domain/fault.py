"""Fault: one thing that is wrong in what a person wrote, as a sentence and as a code with values."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """``what`` says in English what is wrong and how to mend it. ``code`` and ``values`` say the same for a page that
    has words of its own, in another language."""

    code: str
    what: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.what


def fault(code: str, what: str, /, **values: object) -> Fault:
    """A fault whose values are written as texts; an empty value is left out."""
    return Fault(code, what, {name: text for name, value in values.items() if (text := str(value))})
