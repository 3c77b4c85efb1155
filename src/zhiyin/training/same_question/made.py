"""Made pairs: from questions at hand, such as must not fool the model, drawn anew each epoch from a seed."""

import random
import re
from collections.abc import Iterator, Sequence

from zhiyin.training.same_question.config import Made
from zhiyin.training.same_question.pairs import Pair

_NUMBER = re.compile(r"\d+")


class Maker:
    """``learned``: our own pairs. ``texts``: all questions that may be learned from."""

    def __init__(self, plan: Made, learned: Sequence[Pair], texts: Sequence[str]) -> None:
        self._plan = plan
        self._same = [p for p in learned if p.same]
        self._different = [p for p in learned if not p.same]
        self._own = sorted({t for p in learned for t in (p.a, p.b)})
        self._wordings = {text: {text} for text in self._own}
        for pair in self._same:
            self._wordings[pair.a].add(pair.b)
            self._wordings[pair.b].add(pair.a)
        self._texts = sorted(set(texts) | set(self._own))
        self._numbered = [t for t in self._texts if _NUMBER.search(t)]
        self._turnable = [
            (t, a, b)
            for t in self._texts
            for one, other in plan.opposites
            for a, b in ((one, other), (other, one))
            if a in t and b not in t
        ]

    def epoch(self, chance: random.Random) -> list[Pair]:
        plan = self._plan
        whole, part = divmod(plan.own_same, 1)
        return [
            *self._same * int(whole),
            *chance.sample(self._same, int(part * len(self._same))),
            *chance.sample(self._different, min(plan.own_different, len(self._different))),
            *(self._strangers(chance) for _ in range(plan.strangers)),
            *(self._wrapped(chance) for _ in range(plan.wrapped)),
            *self._renumbered(chance),
            *self._turned(chance),
        ]

    def _strangers(self, chance: random.Random) -> Pair:
        """An own question, and any other that is none of its own wordings."""
        a, b = chance.choice(self._own), chance.choice(self._texts)
        while b in self._wordings[a]:
            b = chance.choice(self._texts)
        return Pair(a, b, False, "made")

    def _wrapped(self, chance: random.Random) -> Pair:
        text = chance.choice(self._own if chance.random() < 0.5 else self._texts)
        other = text.strip("?!。, ")
        if chance.random() < 0.7:
            other = chance.choice(self._plan.before) + other
        if chance.random() < 0.7:
            other += chance.choice(self._plan.after)
        return Pair(text, other, True, "made")

    def _renumbered(self, chance: random.Random) -> Iterator[Pair]:
        for _ in range(self._plan.renumbered if self._numbered else 0):
            text = chance.choice(self._numbered)
            found = chance.choice(list(_NUMBER.finditer(text)))
            number = str(chance.randint(1, max(20, 2 * int(found[0][:6]))))
            if number != found[0]:
                yield Pair(text, text[: found.start()] + number + text[found.end() :], False, "made")

    def _turned(self, chance: random.Random) -> Iterator[Pair]:
        for _ in range(self._plan.turned if self._turnable else 0):
            text, word, other = chance.choice(self._turnable)
            yield Pair(text, text.replace(word, other), False, "made")
