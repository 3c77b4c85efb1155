"""Ratings: what the stars say against what the words say."""

from dataclasses import dataclass, field

from zhiyin.domain.reading import Polarity
from zhiyin.domain.row import ReadRow
from zhiyin.reports.analysis.mix import Mix
from zhiyin.reports.analysis.sample import Sample

_VALUES = 101
"""Distinct ratings kept apart: 0 to 100. What is no scale is not shown."""
_EXAMPLES = 6
_SCALES = (5.0, 10.0, 100.0)
_HIGH, _LOW = 0.8, 0.4
"""Parts of the scale: 4 and 5 of 5 stars are high, 1 and 2 are low."""


@dataclass(slots=True)
class Rated:
    mix: Mix = field(default_factory=Mix)
    against: dict[Polarity, Sample] = field(
        default_factory=lambda: {p: Sample(_EXAMPLES) for p in (Polarity.NEGATIVE, Polarity.POSITIVE)}
    )


@dataclass(slots=True)
class Ratings:
    values: dict[float, Rated] = field(default_factory=dict)

    def add(self, row: ReadRow, rating: float) -> None:
        rated = self.values.get(rating)
        if rated is None:
            if len(self.values) >= _VALUES:
                return
            rated = self.values[rating] = Rated()
        rated.mix.add(row.reading)
        if not row.reading.unsure and row.reading.polarity in rated.against:
            rated.against[row.reading.polarity].offer(row, row.reading.confidence)

    def merge(self, other: "Ratings") -> None:
        for value, theirs in other.values.items():
            ours = self.values.setdefault(value, Rated())
            ours.mix.merge(theirs.mix)
            for polarity, sample in theirs.against.items():
                ours.against[polarity].merge(sample)

    @property
    def scale(self) -> float:
        """The highest rating there can be, by the highest one seen."""
        highest = max(self.values, default=0.0)
        return next((s for s in _SCALES if highest <= s), highest)

    def contradictions(self) -> tuple[int, list[ReadRow], int, list[ReadRow]]:
        """(high rating with negative words, examples, low rating with positive words, examples)."""
        praised = [r for v, r in self.values.items() if v >= _HIGH * self.scale]
        blamed = [r for v, r in self.values.items() if v <= _LOW * self.scale]
        return (
            sum(r.mix.negative for r in praised),
            [row for r in praised for row in r.against[Polarity.NEGATIVE].rows()],
            sum(r.mix.positive for r in blamed),
            [row for r in blamed for row in r.against[Polarity.POSITIVE].rows()],
        )
