"""Mix: how many rows felt how, with the doubtful ones counted apart."""

import math
from dataclasses import dataclass

from zhiyin.domain.reading import Polarity, Reading

_Z = 1.96
"""95 % of a normal distribution lie within this many standard deviations."""


@dataclass(slots=True)
class Mix:
    negative: int = 0
    neutral: int = 0
    positive: int = 0
    unsure: int = 0

    def add(self, reading: Reading) -> None:
        if reading.unsure:
            self.unsure += 1
        elif reading.polarity is Polarity.NEGATIVE:
            self.negative += 1
        elif reading.polarity is Polarity.POSITIVE:
            self.positive += 1
        else:
            self.neutral += 1

    def merge(self, other: "Mix") -> None:
        self.negative += other.negative
        self.neutral += other.neutral
        self.positive += other.positive
        self.unsure += other.unsure

    @property
    def total(self) -> int:
        return self.negative + self.neutral + self.positive + self.unsure

    def share(self, count: int) -> float:
        return count / self.total if self.total else 0.0

    @property
    def negative_share(self) -> float:
        return self.share(self.negative)

    @property
    def negative_range(self) -> tuple[float, float]:
        """95 % interval of the negative share (Wilson 1927), which stays honest for small groups."""
        n = self.total
        if n == 0:
            return (0.0, 1.0)
        p = self.negative / n
        middle = p + _Z**2 / (2 * n)
        spread = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
        scale = 1 + _Z**2 / n
        return (max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))
