"""Layout: where a set that nobody described keeps its text and what was said before."""

from collections.abc import Mapping, Sequence

from zhiyin.models.tokens import Line
from zhiyin.training.datasets import Row, passage
from zhiyin.training.encoder.lessons import LONGEST_TEXT
from zhiyin.training.evaluation_plan import Unseen

_COLONS = (":", "：")
_LONGEST_SPEAKER = 10
Turn = tuple[bool | None, str]
"""Said by the agent (None: not told), and the words."""


def field_of(rows: Sequence[Row], names: Sequence[str]) -> str | None:
    """The first of ``names`` that holds something in at least half of the rows."""
    for name in names:
        if 2 * sum(row.get(name) not in (None, "") for row in rows) >= len(rows) > 0:
            return name
    return None


class Layout:
    def __init__(self, unseen: Unseen) -> None:
        self._unseen = unseen
        self._agents = {name.casefold() for name in unseen.agents}
        self._customers = {name.casefold() for name in unseen.customers}

    def before(self, row: Row, text: str) -> tuple[Line, ...]:
        """The turns before, oldest first. ValueError, with the field, if they are laid out in no known way."""
        for name in self._unseen.context:
            value = row.get(name)
            if value not in (None, "", [], {}):
                return self.lines(value, text, name)
        return ()

    def lines(self, value: object, text: str, field: str = "context") -> tuple[Line, ...]:
        """``value`` as turns: a text, a list of texts, of [speaker, text], of {role, text}. ValueError if it is none.

        Where no speaker is told, they take turns, and the agent spoke last. The turn itself is no context.
        """
        return self._lines(self._turns(value, field), text)

    def _turns(self, value: object, field: str) -> list[Turn]:
        if isinstance(value, str):
            return [self._told(line) for line in value.splitlines() if line.strip()]
        if isinstance(value, Mapping):
            return self._turn(value, field)
        if isinstance(value, list):
            return [turn for item in value for turn in self._turn(item, field)]
        raise ValueError(f"{field}: turns are expected, found {type(value).__name__}")

    def _turn(self, item: object, field: str) -> list[Turn]:
        if isinstance(item, str):
            return [self._told(item)]
        if isinstance(item, Mapping):
            said = next((item[n] for n in self._unseen.said if isinstance(item.get(n), str)), None)
            who = next((item[n] for n in self._unseen.speaker if isinstance(item.get(n), str)), "")
            if said is not None:
                return [(self._ours(str(who)), str(said))]
        if isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item):
            ours = self._ours(item[0])
            # Two texts that name no speaker are an exchange: the customer's words and the answer to them.
            return [(ours, item[1])] if ours is not None else [(False, item[0]), (True, item[1])]
        raise ValueError(f"{field}: a turn is a text, [speaker, text] or {{role, text}}")

    def _told(self, line: str) -> Turn:
        """A text that may begin with its speaker, as in 客服：您好."""
        for colon in _COLONS:
            who, found, said = line.partition(colon)
            if found and len(who) <= _LONGEST_SPEAKER and self._ours(who) is not None:
                return self._ours(who), said.strip()
        return None, line.strip()

    def _ours(self, who: str) -> bool | None:
        name = who.strip().casefold().rstrip("0123456789")
        if name in self._agents:
            return True
        return False if name in self._customers else None

    def _lines(self, turns: Sequence[Turn], text: str) -> tuple[Line, ...]:
        said = [turn for turn in turns if turn[1].strip()]
        if said and said[-1][1].strip() == text.strip() and said[-1][0] is not True:
            said = said[:-1]
        told = any(ours is not None for ours, _ in said)
        lines = []
        for place, (ours, words) in enumerate(reversed(said)):
            spoke = ours if ours is not None else (not told and place % 2 == 0)
            lines.append(Line(passage(words, LONGEST_TEXT), spoke))
        return tuple(reversed(lines))
