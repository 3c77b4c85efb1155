"""Options of one analysis, as the command line gives them."""

from dataclasses import dataclass, field

from zhiyin.connectors.open_table import ReadOptions
from zhiyin.connectors.readers import AUTO
from zhiyin.connectors.wording import Lang

OUTPUT_FORMATS = ("files", "jsonl", "csv")


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """``path`` ``-`` is standard input. ``format`` ``files`` writes three files into ``out`` (None: beside the input;
    for standard input the current folder); ``jsonl`` and ``csv`` go to standard output.

    ``jobs`` is the number of processes; 1 for standard input, where answers are prompt instead. ``version`` and
    ``day`` appear in the report. ``reader`` is one of ``readers.READERS``.
    """

    path: str
    format: str = "files"
    out: str | None = None
    lang: Lang = "zh"
    jobs: int = 1
    reader: str = AUTO
    read: ReadOptions = field(default_factory=ReadOptions)
    version: str = ""
    day: str = ""
