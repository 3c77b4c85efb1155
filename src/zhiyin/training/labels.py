"""Labels: whatever a set calls its labels, which head they speak to and what they are called there."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from zhiyin.training.evaluation_plan import Unseen

_ENOUGH = 0.9
"""A head fits if it knows the labels of this share of the rows; the other rows are left out and counted."""
_BY_VALUE = ("polarity", "emotion", "numbers", "sarcasm", "offence")
_PAIRED = ("sarcasm", "offence")
"""Heads whose labels are everyday words (no, none, fine): without a field that names them, both must occur."""


def plain(value: object) -> str | None:
    """A label as it is compared: text without case; 1.0 as 1. None if there is none or it is no label."""
    if isinstance(value, bool):
        return str(value).casefold()
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) else str(value)
    return value.strip().casefold() or None if isinstance(value, str) else None


class LabelNames:
    def __init__(self, unseen: Unseen) -> None:
        self._maps: dict[str, dict[str, str]] = {
            head: {alias.casefold(): label for label, aliases in labels.items() for alias in aliases}
            for head, labels in unseen.labels.items()
        }
        self._numbers = unseen.numbers

    def recognise(self, values: Iterable[object], named: str = "") -> tuple[str, Mapping[str, str]] | None:
        """Head, and set's label -> the head's, for the labels of all rows; None if no head knows enough of them.

        ``named`` is the head that the field's own name speaks of; it is tried first.
        """
        counts = Counter(found for value in values if (found := plain(value)) is not None)
        if not counts:
            return None
        for head in dict.fromkeys((named, *(("numbers",) if named == "polarity" else ()), *_BY_VALUE)):
            tables = self._numbers if head == "numbers" else [self._maps.get(head, {})]
            share, fits = max((_fit(counts, table) for table in tables), key=lambda found: found[0])
            if share < _ENOUGH or (head != named and head in _PAIRED and len(set(fits.values())) < 2):
                continue
            return ("polarity" if head == "numbers" else head), fits
        return None

    def most(self, values: Iterable[object], heads: Sequence[str]) -> tuple[str, Mapping[str, str]]:
        """The one of ``heads`` that knows the labels of most rows, and its names for them; numbers are polarity."""
        counts = Counter(found for value in values if (found := plain(value)) is not None)
        tables = [(head, self._maps[head]) for head in heads]
        if "polarity" in heads:
            tables += [("polarity", table) for table in self._numbers]
        fits = [(head, _fit(counts, table)) for head, table in tables]
        head, (_, names) = max(fits, key=lambda found: found[1][0])
        return head, names


def _fit(counts: Mapping[str, int], table: Mapping[str, str]) -> tuple[float, Mapping[str, str]]:
    """Share of the rows whose label stands in the table, and those labels."""
    fits = {value: table[value] for value in counts if value in table}
    return sum(counts[value] for value in fits) / max(1, sum(counts.values())), fits
