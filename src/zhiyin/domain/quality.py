"""Quality: how much of what came in could be used. Counts only, so parts add up to the whole."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

COMPLETENESS_TARGET = 0.98
"""Share of complete rows below which a report warns (SPEC H7)."""


@dataclass(frozen=True, slots=True)
class Quality:
    """``complete`` counts rows that were read and have all needed fields; ``set_aside`` counts by reason."""

    rows: int = 0
    read: int = 0
    complete: int = 0
    set_aside: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)

    @property
    def completeness(self) -> float:
        """Share of complete rows, 0..1; 1 when nothing came in."""
        return self.complete / self.rows if self.rows else 1.0

    @property
    def enough(self) -> bool:
        return self.completeness >= COMPLETENESS_TARGET

    def plus(self, other: "Quality") -> "Quality":
        return Quality(
            self.rows + other.rows,
            self.read + other.read,
            self.complete + other.complete,
            Counter(self.set_aside) + Counter(other.set_aside),
            Counter(self.missing) + Counter(other.missing),
        )
