"""Satisfaction: how satisfied one turn sounds with the service, which is not the same as the mood of its words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Probabilities, 0-1, which sum to 1. ``还没收到货`` is calm in its words and yet not satisfied."""

    dissatisfied: float
    neutral: float
    satisfied: float

    @property
    def level(self) -> float:
        """Expected satisfaction, -1 (dissatisfied) to 1 (satisfied)."""
        return self.satisfied - self.dissatisfied
