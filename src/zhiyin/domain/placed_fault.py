"""PlacedFault: a fault and where in a text it stands."""

from dataclasses import dataclass

from zhiyin.domain.fault import Fault


@dataclass(frozen=True, slots=True)
class Span:
    """Lines and columns count from 1; columns are code points, and ``end_column`` is the first that is not part."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class PlacedFault:
    """``path`` names the value, such as ``rules[3].when``; empty: the whole document."""

    fault: Fault
    path: str
    span: Span
