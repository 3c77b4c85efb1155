"""Period: how a route takes moments: a time with its zone, or a day in Chinese time."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime

from zhiyin.domain.errors import InputError

CHINA = timezone(timedelta(hours=8))

Moment = Annotated[AwareDatetime | date | None, Query(description="a time with its zone, or a day in Chinese time")]


def milliseconds(moment: datetime | date | None) -> int | None:
    """Since 1970 UTC; a day counts from its beginning."""
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), CHINA)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def period(since: datetime | date | None, until: datetime | date | None) -> tuple[int | None, int | None]:
    """Both in ms. InputError where nothing lies between."""
    first, last = milliseconds(since), milliseconds(until)
    if first is not None and last is not None and first >= last:
        raise InputError("since must lie before until; until itself is not included")
    return first, last
