"""Same question: does the customer ask again what was asked before? By meaning with a model, else by words."""

from collections.abc import Iterable, Mapping, Sequence

from zhiyin.domain.asked import Asked
from zhiyin.domain.features import Features
from zhiyin.pipeline.repetition import pairs, says_again
from zhiyin.seams import QuestionModel

_NO_NUMBERS = frozenset({"email", "plate"})
"""Kinds that cannot be taken for a number of another kind."""


def asked(features: Features) -> Asked:
    """What is remembered of this question."""
    marks = {(e.kind, e.mark) for e in features.masked.entities if e.mark is not None}
    return Asked(features.folded, tuple(sorted(marks)))


def asks_again(question: Asked, earlier: Sequence[Asked], judge: QuestionModel | None = None) -> float:
    """Probability, 0-1, that one of ``earlier`` asked the same; the likest one decides.

    Never a question about another order, card or phone number: see ``other_thing``. Texts too short to say anything
    (嗯?) never ask again. Without a judge the answer is 0 or 1, by shared pairs of characters.
    """
    found = [one.text for one in earlier if not other_thing(question, one) and pairs(one.text)]
    if not found or not pairs(question.text):
        return 0.0
    if judge is None:
        return float(says_again(question.text, found))
    return 1.0 if question.text in found else max(judge.same(question.text, found))


def repeated(question: Asked, earlier: Sequence[Asked], judge: QuestionModel | None) -> bool:
    """Whether it counts as asked again."""
    return asks_again(question, earlier, judge) >= (judge.sure if judge else 1.0)


def other_thing(a: Asked, b: Asked) -> bool:
    """True when each names a value that the other does not name: order 1 is not order 2.

    All kinds of numbers are one family, since a number does not always show what it numbers: one order number in ten
    passes for a bank card. So the same question with an order first and a telephone number then is not found.

    A shared value says nothing: the same order can be asked about twice for different reasons. Two values share a mark
    by chance once in 65,536 times (numbers of six or seven digits: once in some 1,000 or 16,000).
    """
    first, second = _by_family(a.marks), _by_family(b.marks)
    return any(first[f] - second[f] and second[f] - first[f] for f in first.keys() & second.keys())


def _by_family(marks: Iterable[tuple[str, int]]) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = {}
    for kind, mark in marks:
        found.setdefault(kind if kind in _NO_NUMBERS else "number", set()).add(mark)
    return found
