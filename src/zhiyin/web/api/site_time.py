"""SiteTime: how routes take moments: a time with its zone, or a day of the site."""

from datetime import date, datetime, time, tzinfo
from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime

from zhiyin.domain.errors import InputError
from zhiyin.reports.insight import milliseconds

Moment = Annotated[AwareDatetime | date | None, Query(description="a time with its zone, or a day of the site")]


def at(told: datetime | date, zone: tzinfo) -> int:
    """In ms since 1970 UTC; a day counts from its beginning in ``zone``. InputError beyond what calendars do."""
    if not 1971 <= told.year <= 9_000:
        raise InputError("since and until must lie between the years 1971 and 9000")
    if not isinstance(told, datetime):
        told = datetime.combine(told, time(), zone)
    return milliseconds(told)


def between(
    since: datetime | date | None, until: datetime | date | None, zone: tzinfo
) -> tuple[int | None, int | None]:
    """Both in ms; None: without a bound. InputError where nothing lies between."""
    first, last = None if since is None else at(since, zone), None if until is None else at(until, zone)
    if first is not None and last is not None and first >= last:
        raise InputError("since must lie before until; until itself is not included")
    return first, last
