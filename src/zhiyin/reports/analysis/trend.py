"""Trend: days put together to as many columns as a page can show."""

from dataclasses import dataclass
from datetime import date, timedelta

from zhiyin.reports.analysis.groups import Groups
from zhiyin.reports.analysis.mix import Mix

MAX_COLUMNS = 62
"""Two months of days; beyond, weeks; beyond a year or so, months."""


@dataclass(frozen=True, slots=True)
class Trend:
    """``step`` is day, week or month; columns in order of time, each named by its first day."""

    step: str
    columns: tuple[tuple[str, Mix], ...]


def trend(days: Groups) -> Trend | None:
    """None if fewer than two days are known."""
    if len(days.groups) < 2:
        return None
    for step in ("day", "week", "month"):
        columns: dict[str, Mix] = {}
        for day in sorted(days.groups):
            columns.setdefault(_start(day, step), Mix()).merge(days.groups[day].mix)
        if len(columns) <= MAX_COLUMNS:
            break
    return Trend(step, tuple(columns.items())[-MAX_COLUMNS:])


def _start(day: str, step: str) -> str:
    if step == "day":
        return day
    if step == "month":
        return day[:7]
    moment = date.fromisoformat(day)
    return (moment - timedelta(days=moment.weekday())).isoformat()
