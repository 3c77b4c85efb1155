"""Listener: what the encoder makes of texts, each by itself, on all cores, and remembered for a while."""

import os
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from zhiyin.models.encoder import Encoder
from zhiyin.models.heads import Heads
from zhiyin.models.ngrams import Passage
from zhiyin.models.tokens import Line, Tokenizer, Tokens

Floats = NDArray[np.float32]
Heard = tuple[Passage, tuple[Line, ...]]
"""A turn and what was said before it, oldest first."""
KEPT = 4096
"""Texts remembered. A worker folds up to 64 conversations at a time; when a late event makes it fold them anew, so many
turns of each are there already. The largest take about 5 kB each, so all together stay under 20 MB."""


@dataclass(frozen=True, slots=True)
class Impression:
    """Of one turn in its context. ``shares`` and ``places`` have one row for each piece of the turn."""

    logits: Floats
    """Of all heads, by column."""
    shares: Floats
    """What each piece adds to the logits of the leading columns (the polarity), the bias aside."""
    places: NDArray[np.int32]
    """Where the piece stands in the folded text: start, end; the same for a piece without letters of its own."""
    known: float
    """Share of the turn's pieces that are in the piece table, 0-1; 1 if there are none."""


class Listener:
    """Safe for many threads. The same text gives the same bits, alone or among others, remembered or not."""

    def __init__(self, encoder: Encoder, tokenizer: Tokenizer, heads: Heads, explained: slice) -> None:
        """``explained``: the columns that shares are kept for."""
        self._encoder = encoder
        self._tokenizer = tokenizer
        self._heads = heads
        self._explained = explained
        self._remembered: OrderedDict[Heard, Impression] = OrderedDict()
        self._lock = Lock()
        # Threads, since onnxruntime lets go of the interpreter while it works. They are started when first needed.
        self._cores = _cores()
        self._pool = ThreadPoolExecutor(self._cores, thread_name_prefix="encoder")

    def impressions(self, heard: Sequence[Heard]) -> list[Impression]:
        """One per item, in order. What is said twice is computed once."""
        found = self._recall(heard)
        new = [item for item in dict.fromkeys(heard) if item not in found]
        for item, impression in zip(new, self._each(new), strict=True):
            found[item] = impression
        self._remember(new, found)
        return [found[item] for item in heard]

    def means(self, heard: Sequence[Heard]) -> Floats:
        """The mean states, which the heads read: items x width. For training; nothing is remembered."""

        def mean(item: Heard) -> Floats:
            return _mean(self._own(self._tokenizer.tokens(*item)))

        found = list(self._pool.map(mean, heard))
        return np.stack(found) if found else np.zeros((0, self._encoder.width), dtype=np.float32)

    def _each(self, items: Sequence[Heard]) -> list[Impression]:
        if len(items) <= 1 or self._cores == 1:  # no need to wake another thread
            return [self._impression(item) for item in items]
        return list(self._pool.map(self._impression, items))

    def _impression(self, item: Heard) -> Impression:
        tokens = self._tokenizer.tokens(*item)
        own = self._own(tokens)
        return Impression(
            self._heads.logits(_mean(own)),
            self._heads.shares(own, self._explained),
            np.array(tokens.spans, dtype=np.int32),
            1 - tokens.unknown / max(1, tokens.turn - 1),
        )

    def _own(self, tokens: Tokens) -> Floats:
        return self._encoder.states(tokens.ids)[: tokens.turn]

    def _recall(self, heard: Sequence[Heard]) -> dict[Heard, Impression]:
        found = {}
        with self._lock:
            for item in heard:
                if item in self._remembered:
                    self._remembered.move_to_end(item)
                    found[item] = self._remembered[item]
        return found

    def _remember(self, new: Sequence[Heard], found: dict[Heard, Impression]) -> None:
        with self._lock:
            for item in new:
                self._remembered[item] = found[item]
            while len(self._remembered) > KEPT:
                self._remembered.popitem(last=False)


def _mean(states: Floats) -> Floats:
    mean: Floats = states.mean(axis=0, dtype=np.float32)
    return mean


def _cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
