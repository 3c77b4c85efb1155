"""Shapes of file analyses."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from zhiyin.domain.job import JobStatus
from zhiyin.web.api.shapes import Shape

Count = Annotated[int, Field(ge=0)]


class AnalysisFiguresShape(Shape):
    """How the rows read felt; ``why_set_aside`` are lines for people, of the first rows that could not be read."""

    read: Count
    set_aside: Count
    negative: Count
    neutral: Count
    positive: Count
    unsure: Count
    why_set_aside: list[str]


class AnalysisShape(Shape):
    """``done`` of ``rows`` are read. ``fields`` says which column was taken for what. ``figures`` once it is done."""

    id: str
    name: str
    by: str
    status: JobStatus
    lang: Literal["zh", "en"]
    reader: Literal["auto", "full", "fast"]
    rows: Count
    done: Count
    fields: dict[str, str]
    error: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    figures: AnalysisFiguresShape | None


class AnalysesShape(Shape):
    """Newest first."""

    analyses: list[AnalysisShape]
    largest_bytes: Count
