"""Models: what reads."""

from collections.abc import Sequence
from typing import Protocol

from zhiyin.domain.features import Features
from zhiyin.domain.reading import Reading


class TextModel(Protocol):
    """Reads the emotion of customer turns. Called from a worker thread; must be safe to call from several."""

    @property
    def name(self) -> str:
        """Name and version of the artefact, e.g. ``text-emotion-zh-0.1.0``."""

    def read(self, batch: Sequence[Features]) -> list[Reading]:
        """One reading per item, in order. The result for an item does not depend on its neighbours in the batch."""


class QuestionModel(Protocol):
    """Judges whether two questions ask the same. Deterministic, fast (well below a millisecond a pair), thread-safe."""

    @property
    def name(self) -> str:
        """Name and version of the artefact, e.g. ``question-zh-0.1.0``."""

    @property
    def sure(self) -> float:
        """Probability from which a question of a conversation counts as asked again."""

    def same(self, question: str, earlier: Sequence[str]) -> list[float]:
        """Probability, 0-1, that ``question`` asks what each of ``earlier`` asked, in order. Texts are folded.

        An answer depends on its two texts alone, in either order.
        """
