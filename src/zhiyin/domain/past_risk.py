"""PastRisk: how the risk of one past conversation rose, and how the conversation ended."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PastRisk:
    """``turns`` were taken in all. ``highs`` are the turns (counted from 1) at which the probability of a bad end rose
    above all before, with that probability (0-1): both rise, so the first at or above a threshold is where a warning
    would have begun.
    """

    turns: int
    highs: tuple[tuple[int, float], ...]
    bad: bool

    @property
    def peak(self) -> float:
        """0 without any turn."""
        return self.highs[-1][1] if self.highs else 0.0

    def reached(self, threshold: float) -> int | None:
        """The first turn at which the probability is at least ``threshold``; None if it never is."""
        return next((turn for turn, probability in self.highs if probability >= threshold), None)
