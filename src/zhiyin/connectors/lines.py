"""Lines: text split at line ends, with a limit, so that one endless line cannot fill the memory."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_LINE = 1_000_000
"""Characters. A longer line is dropped, and reported as one bad row."""
_END = re.compile(r"\r\n|\n|\r(?!$)")
"""A carriage return at the very end of what has arrived may be half of a line end, so it waits."""


@dataclass(frozen=True, slots=True)
class Line:
    """``text`` has its line end kept; it is None if the line was longer than the limit. Counted from 1."""

    number: int
    text: str | None


def lines(texts: Iterable[str], limit: int = MAX_LINE) -> Iterator[Line]:
    """Each line as soon as its end has been seen."""
    number = 0
    rest = ""
    dropping = False
    for text in texts:
        rest += text
        start = 0
        for end in _END.finditer(rest):
            number += 1
            line = rest[start : end.end()]
            yield Line(number, None if dropping or len(line) > limit else line)
            start, dropping = end.end(), False
        rest = rest[start:]
        if len(rest) > limit:
            rest, dropping = rest[-1] if rest.endswith("\r") else "", True
    if rest or dropping:
        yield Line(number + 1, None if dropping else rest)
