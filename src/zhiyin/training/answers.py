"""Answers: what a model says to questions, each text read once however many questions ask about it."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.models.ngrams import Passage
from zhiyin.models.tokens import Line
from zhiyin.training.ear import Ear
from zhiyin.training.question import Item

Say = Callable[[str], None]
Table = NDArray[np.float64]
PRODUCT = ("polarity", "emotion", "sarcasm", "intensity")
"""Heads that are measured as the product shows them, through its readings; the others are asked for by themselves."""
_CHUNK = 256
_SAY_EVERY = 8 * _CHUNK
_Said = TypeVar("_Said")


class Answers:
    def __init__(self, model: Ear, say: Say) -> None:
        """``say`` is told of progress in long sets."""
        self._model = model
        self._say = say
        self._read: dict[tuple[Passage, tuple[Line, ...]], Reading] = {}

    def readings(self, items: Sequence[Item]) -> list[Reading]:
        """What the product would say of each item. The last set's readings are kept for its next question."""
        keys = [(item.passage, item.before) for item in items]
        new = {key: item for key, item in zip(keys, items, strict=True) if key not in self._read}
        said = dict(zip(new, self._in_chunks(list(new.values()), self._read_chunk), strict=True))
        self._read = {key: said[key] if key in said else self._read[key] for key in keys}
        return [self._read[key] for key in keys]

    def table(self, head: str, items: Sequence[Item]) -> Table:
        """Probabilities of the head's labels, texts x labels."""
        if head in PRODUCT:
            return np.array([_row(head, reading) for reading in self.readings(items)], dtype=np.float64)
        return np.array(list(self._in_chunks(items, lambda part: self._family(head, part))), dtype=np.float64)

    def _read_chunk(self, part: Sequence[Item]) -> Sequence[Reading]:
        passages = [item.passage for item in part]
        return self._model.read_passages(passages, [p.folded for p in passages], [item.before for item in part])

    def _family(self, head: str, part: Sequence[Item]) -> Sequence[NDArray[np.float32]]:
        return list(self._model.families([item.passage for item in part], [item.before for item in part])[head])

    def _in_chunks(self, items: Sequence[Item], ask: Callable[[Sequence[Item]], Sequence[_Said]]) -> Iterator[_Said]:
        """The model itself uses all cores within a chunk."""
        for start in range(0, len(items), _CHUNK):
            yield from ask(items[start : start + _CHUNK])
            if start and start % _SAY_EVERY == 0:
                self._say(f"  {start} of {len(items)} texts")


def _row(head: str, reading: Reading) -> list[float]:
    """In the order of the head's labels, which is that of the enumerations."""
    if head == "polarity":
        return [reading.polarity_probs[p] for p in Polarity]
    if head == "emotion":
        return [reading.emotions[e] for e in Emotion]
    return [reading.sarcasm if head == "sarcasm" else reading.intensity]
