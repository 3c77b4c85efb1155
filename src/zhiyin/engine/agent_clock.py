"""Agent clock: for how long agents were occupied, counted from the turns of their conversations."""

from collections.abc import Sequence
from itertools import accumulate

from zhiyin.domain.conversation import Turn
from zhiyin.domain.trial import AgentTime
from zhiyin.domain.utterance import Facts, Role

AGENT = "agent"
"""The business fact that names the agent; it holds for the turns after it until another one is named."""
_HOUR_MS = 3_600_000
_FEW = 64
_Name = tuple[str, str]
_Span = tuple[int, int]


class AgentClock:
    """Fed one conversation at a time, in any order. Keeps the busy times of named agents, joined where they touch."""

    def __init__(self) -> None:
        self._busy: dict[_Name, list[_Span]] = {}
        self._full: dict[_Name, int] = {}
        self._alone = self._unnamed = self._untimed = self._absent = 0

    def add(self, course: Sequence[Turn]) -> None:
        """``course``: the turns of a conversation by time, at least one."""
        spans = _spans(course)
        self._absent += not spans
        self._unnamed += "" in spans
        self._untimed += bool(spans) and all(start == end for start, end in spans.values())
        tenant = course[0].masked.origin.conversation.tenant
        for name, span in spans.items():
            if name:
                self._keep((tenant, name), span)
            else:
                self._alone += span[1] - span[0]

    def time(self) -> AgentTime:
        named = sum(end - start for spans in self._busy.values() for start, end in _joined(spans))
        hours = (named + self._alone) / _HOUR_MS
        return AgentTime(hours, len(self._busy), self._unnamed, self._untimed, self._absent)

    def _keep(self, name: _Name, span: _Span) -> None:
        spans = self._busy.setdefault(name, [])
        spans.append(span)
        if len(spans) > self._full.get(name, _FEW):
            spans[:] = _joined(spans)
            # Joined again only when it has doubled, so that each span is sorted a few times at the most.
            self._full[name] = max(_FEW, 2 * len(spans))


def _spans(course: Sequence[Turn]) -> dict[str, _Span]:
    """First and last turn, in ms, of each agent of the conversation; of those not named under ''."""
    spans: dict[str, _Span] = {}
    name = ""
    for turn in course:
        origin = turn.masked.origin
        if origin.facts:
            name = _named(origin.facts) or name
        if origin.role is Role.AGENT:
            spans[name] = (spans[name][0] if name in spans else origin.at, origin.at)
    return spans


def _named(facts: Facts) -> str:
    given = facts.get(AGENT)
    return str(given) if isinstance(given, str | int) and not isinstance(given, bool) else ""


def _joined(spans: Sequence[_Span]) -> list[_Span]:
    """The same times without overlap, by start."""
    found: list[_Span] = []
    ordered = sorted(spans)
    for (start, _), reached in zip(ordered, accumulate((end for _, end in ordered), max), strict=True):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], reached)
        else:
            found.append((start, reached))
    return found
