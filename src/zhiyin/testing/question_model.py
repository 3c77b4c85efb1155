"""A QuestionModel that knows a list of pairs: for tests of what is built around a model, never for real use."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FakeQuestionModel:
    """Texts of one of ``meanings`` ask the same."""

    meanings: Sequence[frozenset[str]] = ()
    name: str = "fake-question-model-1"
    sure: float = 0.5

    def same(self, question: str, earlier: Sequence[str]) -> list[float]:
        return [0.9 if self._equal(question, other) else 0.1 for other in earlier]

    def _equal(self, a: str, b: str) -> bool:
        return a == b or any(a in meaning and b in meaning for meaning in self.meanings)
