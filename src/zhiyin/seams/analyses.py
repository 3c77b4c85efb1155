"""Analyses: files that are sent to the service are taken in, read in the background, and given back as reports."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from zhiyin.domain.job import Job

FILE_ANALYSIS = "file-analysis"
"""Kind of the job that reads a file."""


@dataclass(frozen=True, slots=True)
class AnalysisAsked:
    """``name`` as the sender's computer calls the file; ``text_column`` empty: found out. ``lang`` is of the report."""

    name: str
    lang: Literal["zh", "en"] = "zh"
    reader: Literal["auto", "full", "fast"] = "auto"
    text_column: str = ""
    sheet: str = ""


class Analyses(Protocol):
    async def take_in(self, asked: AnalysisAsked, content: bytes) -> tuple[str, Mapping[str, object]]:
        """Mask the rows and keep them; the id and the parameters of the job that is to read them.

        InputError says in ``asked.lang`` why nothing in it can be read; BusyError when others are being taken in.
        ``content`` is held in memory only.
        """

    async def report(self, job: Job) -> str:
        """The report as one HTML page. NotFoundError if the analysis is not done."""

    def enriched(self, job: Job, form: Literal["csv", "jsonl"]) -> AsyncIterator[bytes]:
        """All rows with their readings; of a job that is not done, those read so far."""
