"""AnalysisParams: what the job that reads a file keeps of it, besides its masked rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhiyin.connectors.wording import Lang


@dataclass(frozen=True, slots=True)
class AnalysisParams:
    """``name`` and ``columns`` are masked; ``fields`` maps recognised fields to names of columns."""

    name: str
    lang: Lang
    reader: str
    rows: int
    columns: tuple[str, ...]
    fields: Mapping[str, str]
    day: str
