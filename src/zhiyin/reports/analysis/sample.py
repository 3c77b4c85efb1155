"""Sample: example rows drawn by weight, the same ones each time, mergeable, in bounded memory."""

import hashlib
import heapq
from dataclasses import dataclass, field

from zhiyin.domain.row import ReadRow

KEPT = 24
_SEED = b"zhiyin-analysis-1"


@dataclass(frozen=True, slots=True, order=True)
class Example:
    """``key`` orders: the highest are kept."""

    key: float
    number: int
    row: ReadRow = field(compare=False)


@dataclass(slots=True)
class Sample:
    """Weighted sampling without replacement (Efraimidis and Spirakis 2006, A-ES): key u^(1/weight), highest kept.

    ``u`` comes from a hash of the row's number instead of a generator, so the order of merging does not matter.
    """

    capacity: int = KEPT
    kept: list[Example] = field(default_factory=list)

    def offer(self, row: ReadRow, weight: float) -> None:
        """``weight`` > 0; twice the weight makes a row about twice as likely to be kept."""
        self.put(Example(_uniform(row.place.number) ** (1 / max(weight, 1e-6)), row.place.number, row))

    def rank(self, row: ReadRow, score: float) -> None:
        """Keeps the highest scores instead of drawing."""
        self.put(Example(score, -row.place.number, row))

    def put(self, example: Example) -> None:
        if len(self.kept) < self.capacity:
            heapq.heappush(self.kept, example)
        elif example > self.kept[0]:
            heapq.heapreplace(self.kept, example)

    def merge(self, other: "Sample") -> None:
        for example in other.kept:
            self.put(example)

    def rows(self) -> list[ReadRow]:
        """Best first."""
        return [e.row for e in sorted(self.kept, reverse=True)]


def _uniform(number: int) -> float:
    """In (0, 1)."""
    digest = hashlib.blake2b(str(number).encode(), digest_size=8, key=_SEED).digest()
    return (int.from_bytes(digest, "big") + 1) / (2**64 + 2)
