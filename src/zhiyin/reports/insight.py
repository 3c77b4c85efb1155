"""Insight: heat maps, courses and KPI from the summaries. Reads sums only, never the turns themselves."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from zhiyin.domain.insight import Course, Grid, GridCell, HeatMap, Insight, Kpi, Rate, Step, WaitFigures
from zhiyin.domain.mood_summary import MoodSummary
from zhiyin.domain.share import wilson
from zhiyin.domain.summary_key import Axis, SummaryKey
from zhiyin.domain.summary_query import SummaryQuery
from zhiyin.domain.waits import Waits
from zhiyin.seams import Summaries

HOUR_MS = 3_600_000
SHOWN = (
    *("customer_turns", "read", "negative", "positive", "unsure", "valence", "intensity", "load", "opened"),
    *("warned_mild", "warned_moderate", "warned_severe"),
)
"""Counts that the page shows; the others are not asked for."""
_TOLD = tuple(name for name in SHOWN if name not in {"positive", "unsure", "valence"})
"""What a workbook tells of them."""
KPI_COUNTS = (
    *("opened", "with_customer", "warned", "judged", "improved", "conflicts", "resolved"),
    *("first_answer", "answers"),
)
WORDS = 120
_NOTHING = MoodSummary()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AXES = {
    Grid.HOUR_CHANNEL: (Axis.WEEK_HOUR, Axis.CHANNEL),
    Grid.WEEKDAY_SCENE: (Axis.DAY, Axis.SCENE),
    Grid.WEEKDAY_HOUR: (Axis.WEEK_HOUR,),
}


def before(query: SummaryQuery, zone: tzinfo) -> SummaryQuery:
    """The time just before, as long by the calendar: whole days stay whole days when clocks change between them."""
    first, last = local(query.since, zone), local(query.until, zone)
    earlier = first.replace(tzinfo=None) - (last.replace(tzinfo=None) - first.replace(tzinfo=None))
    return replace(query, since=milliseconds(earlier.replace(tzinfo=zone)), until=query.since)


_Cells = Iterable[tuple[SummaryKey, MoodSummary]]


async def heat_map(store: Summaries, query: SummaryQuery, grid: Grid, zone: tzinfo) -> HeatMap:
    return _heat_map(await store.cells(query, _AXES[grid], SHOWN), grid, zone)


def _heat_map(found: _Cells, grid: Grid, zone: tzinfo) -> HeatMap:
    sums: dict[tuple[str, int], MoodSummary] = {}
    for key, moods in found:
        place = _place(grid, key, zone)
        sums[place] = sums[place] + moods if place in sums else moods
    # Weekdays are always shown, Monday first; channels and scenes by name.
    names = [str(day) for day in range(7)] if grid is Grid.WEEKDAY_HOUR else sorted({row for row, _ in sums})
    cells = (GridCell(row, column, sums[row, column]) for row, column in sorted(sums))
    return HeatMap(grid, tuple(names), tuple(cells))


def _place(grid: Grid, key: SummaryKey, zone: tzinfo) -> tuple[str, int]:
    at = key.at or 0
    if grid is Grid.HOUR_CHANNEL:
        return key.channel or "", at % 24
    if grid is Grid.WEEKDAY_HOUR:
        return str(at // 24), at % 24
    return key.scene or "", local(at, zone).weekday()


async def course(
    store: Summaries, query: SummaryQuery, step: Step, zone: tzinfo, daily: _Cells | None = None
) -> Course:
    """``daily``: cells by day, where they are at hand."""
    if daily is None or step is Step.HOUR:
        daily = await store.cells(query, (Axis.HOUR if step is Step.HOUR else Axis.DAY,), SHOWN)
    points = dict.fromkeys(_beginnings(query, step, zone), _NOTHING)
    total = MoodSummary()
    for key, moods in daily:
        at = _week(key.at or 0, zone) if step is Step.WEEK else key.at or 0
        known = points.get(at)
        points[at] = moods if known is None or known is _NOTHING else known + moods
        total += moods
    earlier = await store.cells(before(query, zone), (), SHOWN)
    return Course(step, tuple(sorted(points.items())), total, earlier[0][1] if earlier else MoodSummary())


def _beginnings(query: SummaryQuery, step: Step, zone: tzinfo) -> Iterable[int]:
    """Every hour, day or week of the time asked for, so that a gap is seen as one."""
    if step is Step.HOUR:
        yield from range(query.since // HOUR_MS * HOUR_MS, query.until, HOUR_MS)
        return
    at = _week(query.since, zone) if step is Step.WEEK else _midnight(query.since, zone)
    while at < query.until:
        yield at
        # By the calendar, not by 24 hours: a day may have 23 or 25.
        later = local(at, zone).replace(tzinfo=None) + timedelta(days=7 if step is Step.WEEK else 1)
        at = milliseconds(later.replace(tzinfo=zone))


async def insight(store: Summaries, query: SummaryQuery, step: Step, zone: tzinfo) -> Insight:
    """For a workbook. From two reads: hours by channel hold those of all channels, days by scene hold days."""
    hourly = await store.cells(query, _AXES[Grid.HOUR_CHANNEL], _TOLD)
    daily = await store.cells(query, _AXES[Grid.WEEKDAY_SCENE], _TOLD)
    read = {Grid.HOUR_CHANNEL: hourly, Grid.WEEKDAY_HOUR: hourly, Grid.WEEKDAY_SCENE: daily}
    return Insight(
        query.since,
        query.until,
        tuple(_heat_map(read[grid], grid, zone) for grid in Grid),
        await course(store, query, step, zone, daily),
        tuple(await store.topics(query)),
        tuple(await store.words(query, WORDS)),
    )


async def kpi(store: Summaries, query: SummaryQuery) -> Kpi:
    found = await store.cells(query, (), KPI_COUNTS)
    moods = found[0][1] if found else MoodSummary()
    return Kpi(
        moods.opened,
        rate(moods.improved, moods.judged),
        rate(moods.resolved, moods.conflicts),
        rate(moods.warned, moods.with_customer),
        _figures(moods.first_answer),
        _figures(moods.answers),
    )


def rate(hits: int, of: int) -> Rate:
    return Rate(hits, of, wilson(hits, of))


def _figures(waits: Waits) -> WaitFigures:
    return WaitFigures(waits.total, waits.quantile(0.5), waits.quantile(0.9))


def local(at: int, zone: tzinfo) -> datetime:
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(zone)


def milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _midnight(at: int, zone: tzinfo) -> int:
    return milliseconds(local(at, zone).replace(hour=0, minute=0, second=0, microsecond=0))


def _week(at: int, zone: tzinfo) -> int:
    """Beginning of the week, Monday, as in ISO 8601."""
    day = local(at, zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return milliseconds((day - timedelta(days=day.weekday())).replace(tzinfo=zone))
