"""Two kinds of text: what a person really said, and what may leave memory."""

from dataclasses import dataclass
from typing import NewType

SafeText = NewType("SafeText", str)
"""Masked, NFKC-normalised text. Only ``pipeline.mask`` makes it (and the store, when it reads back what mask made).

All spans in the product are half-open ``[start, end)`` offsets in code points into a ``SafeText``.
"""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RawText:
    """What was really said. Never stored, logged, published or shown; ``repr`` gives its length only."""

    _value: str

    def reveal(self) -> str:
        """The words themselves. Called by masking, by the checks that stand before it, and by senders to a service."""
        return self._value

    @property
    def length(self) -> int:
        return len(self._value)

    def __repr__(self) -> str:
        return f"RawText({len(self._value)} characters)"
