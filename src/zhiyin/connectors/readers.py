"""Readers: which model reads which rows of a file. The same file is always read the same way."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from zhiyin.connectors.relay import Relay
from zhiyin.connectors.scoring import Scorer, Scoring
from zhiyin.connectors.source import Source
from zhiyin.domain.policy import Lexicon
from zhiyin.seams import TextModel

AUTO, FULL, FAST, CASCADE = READERS = ("auto", "full", "fast", "cascade")
SMALL_ROWS = 2000
"""Up to so many rows the full model reads a file in a minute or two, which is worth its better ear."""
SMALL_BYTES = 32 << 20
"""A larger file counts as large unseen, so that looking ahead holds little in memory."""

T = TypeVar("T")
OpenModel = Callable[[], TextModel]
Quicken = Callable[[TextModel], TextModel]
"""Builds the cascade over a full model that is already loaded."""


@dataclass(frozen=True, slots=True)
class ScoringPlan:
    """What a process needs to make its scoring. ``alone``: rows numbered up to this are read by the full model alone,
    the others by the cascade; None: all are. Picklable where ``quicken`` and the lexicon are."""

    lexicon: Lexicon
    personal: frozenset[int]
    keep_cells: bool
    quicken: Quicken | None
    alone: int | None

    def scoring(self, model: TextModel) -> Scoring:
        """``model`` is the full one, or the only one."""
        if self.quicken is None or self.alone is None:
            return self._scorer(model)
        quicken = self.quicken
        if self.alone == 0:
            return self._scorer(quicken(model))
        return Relay(self._scorer(model), lambda: self._scorer(quicken(model)), self.alone)

    def opened(self, open_model: OpenModel) -> Scoring:
        """For a process that has no model yet."""
        return self.scoring(open_model())

    def _scorer(self, model: TextModel) -> Scorer:
        return Scorer(model, self.lexicon, self.personal, self.keep_cells)


def rows_alone(reader: str, source: Source, rows: Iterator[T]) -> tuple[int | None, Iterator[T]]:
    """``alone`` of the plan, and the rows, of which up to ``SMALL_ROWS`` + 1 were looked at.

    A file is judged by its size. A pipe cannot be: whoever writes to it may wait for an answer before the next row, so
    its first rows are read as those of a small file are, and the rest as those of a large one.
    """
    if reader != AUTO:
        return (0 if reader == CASCADE else None), rows
    if source.live:
        return SMALL_ROWS, rows
    if source.size is not None and source.size > SMALL_BYTES:
        return 0, rows
    head = list(itertools.islice(rows, SMALL_ROWS + 1))
    return (0 if len(head) > SMALL_ROWS else None), itertools.chain(head, rows)
