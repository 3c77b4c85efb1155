"""Ear: what measuring and fine-tuning ask of a text model, so that both can be tested without the shipped weights."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from zhiyin.domain.reading import Reading
from zhiyin.models.heads import EncoderPlan
from zhiyin.models.ngrams import Passage
from zhiyin.models.tokens import Line

Before = Sequence[Line]


class Ear(Protocol):
    """Safe to call from several threads; an item's answer does not depend on its neighbours."""

    @property
    def name(self) -> str: ...

    @property
    def plan(self) -> EncoderPlan: ...

    def read_passages(
        self, passages: Sequence[Passage], shown: Sequence[str], before: Sequence[Before] = ...
    ) -> list[Reading]: ...

    def families(
        self, passages: Sequence[Passage], before: Sequence[Before] = ...
    ) -> Mapping[str, NDArray[np.float32]]:
        """Probabilities of every head, texts x labels of the head."""
        ...
