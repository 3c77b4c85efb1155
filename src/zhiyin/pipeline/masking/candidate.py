"""Candidate: a span that a recogniser believes to be personal data."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from zhiyin.pipeline.masking.view import View


class Candidate(NamedTuple):
    """Half-open span in the normalised text. Of overlapping candidates the higher ``priority`` wins, then the longer.

    Priorities: 90 proven by a check digit, 80 by a strict form, 70 by a label before it, 60 by a looser form,
    40 addresses and names, 10 the safety net for long numbers.
    """

    start: int
    end: int
    kind: str
    priority: int


Recogniser = Callable[[View], Iterable[Candidate]]
