"""Calendar: days, weeks and months in a time zone, and when the report of one is due. Pure: the moment is given."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zhiyin.domain.errors import InputError
from zhiyin.domain.report_schedule import PeriodKind

CHINA = "Asia/Shanghai"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days ``first`` to ``last``, both included, in ``zone``."""

    kind: PeriodKind
    first: date
    last: date
    zone: str

    @property
    def since(self) -> int:
        """Ms since 1970 UTC of the first midnight."""
        return midnight(self.first, self.zone)

    @property
    def until(self) -> int:
        """Ms since 1970 UTC of the midnight that ends the last day; not part of the period."""
        return midnight(self.last + timedelta(days=1), self.zone)

    @property
    def before(self) -> "Span":
        """The period of the same kind that ends where this one begins."""
        return span_of(self.kind, self.first - timedelta(days=1), self.zone)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@cache
def zone_of(name: str) -> tzinfo:
    """InputError for an unknown name. China needs no time zone data: it has been at +08:00 all year since 1992."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if name == CHINA:
            return timezone(timedelta(hours=8), CHINA)
        raise InputError(f"there is no time zone {name[:40]!r}; write it as Area/City, such as Asia/Shanghai") from None


def moment(at: int, zone: str) -> datetime:
    """``at`` in ms since 1970 UTC, as the clocks of ``zone`` show it."""
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(zone_of(zone))


def midnight(day: date, zone: str) -> int:
    return _instant(datetime.combine(day, time(), zone_of(zone)))


def span_of(kind: PeriodKind, day: date, zone: str) -> Span:
    """The period of this kind that holds ``day``."""
    if kind is PeriodKind.DAY:
        return Span(kind, day, day, zone)
    if kind is PeriodKind.WEEK:
        first = day - timedelta(days=day.weekday())
        return Span(kind, first, first + timedelta(days=6), zone)
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Span(kind, first, following - timedelta(days=1), zone)


def span_at(kind: PeriodKind, since: int, zone: str) -> Span:
    """The period of this kind that holds the moment ``since`` (ms since 1970 UTC)."""
    return span_of(kind, moment(since, zone).date(), zone)


def last_complete(kind: PeriodKind, now: int, zone: str) -> Span:
    """The last period that is over at ``now`` (ms since 1970 UTC)."""
    return span_of(kind, moment(now, zone).date(), zone).before


def due_after(kind: PeriodKind, at_minute: int, now: int, zone: str) -> int:
    """The first moment after ``now`` at which a period of this kind is reported: ``at_minute`` of the day after.

    A minute that the change to summer time leaves out comes an hour later; one that comes twice counts the first time.
    """
    day = span_of(kind, moment(now, zone).date(), zone).first
    while (due := _due(day, at_minute, zone)) <= now:
        day = span_of(kind, day, zone).last + timedelta(days=1)
    return due


def _due(day: date, at_minute: int, zone: str) -> int:
    wall = datetime.combine(day, time(at_minute // 60, at_minute % 60), zone_of(zone))
    return _instant(wall)


def _instant(wall: datetime) -> int:
    # fold=0 reads a time in the gap by the offset before it, which lands an hour later on the clock: never lost.
    return (wall.astimezone(UTC) - _EPOCH) // _MS
