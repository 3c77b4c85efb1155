"""Frequent: the most frequent keys of an endless stream in bounded memory, mergeable."""

from collections.abc import Iterator
from dataclasses import dataclass, field

CAPACITY = 4000


@dataclass(slots=True)
class Frequent:
    """Lossy counting: past twice the capacity the rarest keys are dropped, with their counts.

    A kept count is exact if its key was never dropped; at most it is too low by ``dropped_below``.
    """

    capacity: int = CAPACITY
    counts: dict[str, int] = field(default_factory=dict)
    dropped_below: int = 0

    def add(self, key: str, times: int = 1) -> None:
        self.counts[key] = self.counts.get(key, 0) + times
        if len(self.counts) > 2 * self.capacity:
            self._prune()

    def merge(self, other: "Frequent") -> None:
        for key, times in other.counts.items():
            self.add(key, times)
        self.dropped_below += other.dropped_below

    def top(self, limit: int) -> Iterator[tuple[str, int]]:
        """Most frequent first; equal counts in the order of the keys, so that a report is the same each time."""
        yield from sorted(self.counts.items(), key=lambda c: (-c[1], c[0]))[:limit]

    def _prune(self) -> None:
        ranked = list(self.top(len(self.counts)))
        self.counts = dict(ranked[: self.capacity])
        self.dropped_below = max(self.dropped_below, ranked[self.capacity][1])
