"""When a report is due, and of which days: month ends, summer time, and what a stop left undone."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.errors import InputError
from zhiyin.domain.report_schedule import PeriodKind, ReportPlan, ReportSchedule
from zhiyin.reports.period.calendar import CHINA, due_after, last_complete, midnight, moment, span_of, zone_of
from zhiyin.reports.period.plans import due_order, scheduled

ZONES = (CHINA, "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC")
moments = st.integers(min_value=946_684_800_000, max_value=4_102_444_800_000)
kinds = st.sampled_from(list(PeriodKind))
zones = st.sampled_from(ZONES)
minutes = st.integers(min_value=0, max_value=1439)


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@given(kinds, moments, zones)
def test_periods_follow_each_other_without_gap_or_overlap(kind: PeriodKind, now: int, zone: str) -> None:
    span = span_of(kind, moment(now, zone).date(), zone)
    assert span.since <= now < span.until
    assert span.before.until == span.since
    assert (len(span.days), span.days[0], span.days[-1]) == ((span.last - span.first).days + 1, span.first, span.last)


@given(kinds, moments, zones, minutes)
def test_a_report_is_due_after_its_period_and_before_the_next_one_ends(
    kind: PeriodKind, now: int, zone: str, minute: int
) -> None:
    due = due_after(kind, minute, now, zone)
    assert due > now
    reported = last_complete(kind, due, zone)
    assert reported.until <= due
    assert due_after(kind, minute, due, zone) > due
    assert last_complete(kind, due_after(kind, minute, due, zone), zone).before == reported


def test_months_and_weeks_end_where_they_end() -> None:
    assert span_of(PeriodKind.MONTH, date(2028, 2, 10), CHINA).last == date(2028, 2, 29)
    assert span_of(PeriodKind.MONTH, date(2026, 12, 31), CHINA).before.first == date(2026, 11, 1)
    week = span_of(PeriodKind.WEEK, date(2027, 1, 1), CHINA)
    assert (week.first, week.last) == (date(2026, 12, 28), date(2027, 1, 3))


def test_a_day_has_the_hours_that_its_clocks_gave_it() -> None:
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)):
        span = span_of(PeriodKind.DAY, day, "Europe/Berlin")
        assert span.until - span.since == hours * 3_600_000


def test_a_time_that_summer_time_leaves_out_comes_an_hour_later_and_one_that_comes_twice_once() -> None:
    berlin = "Europe/Berlin"
    first = due_after(PeriodKind.DAY, 150, at("2026-03-28T12:00"), berlin)
    assert first == at("2026-03-29T01:30")
    assert due_after(PeriodKind.DAY, 150, at("2026-10-24T12:00"), berlin) == at("2026-10-25T00:30")
    assert due_after(PeriodKind.DAY, 150, at("2026-10-25T00:30"), berlin) == at("2026-10-26T01:30")


def plan(kind: PeriodKind, enabled: bool = True) -> ReportSchedule:
    return ReportSchedule("t", "s", "日报", ReportPlan(kind, CHINA), 480, enabled)


def test_what_is_due_tells_of_the_day_before_and_goes_on_to_the_next() -> None:
    schedule = scheduled(plan(PeriodKind.DAY), at("2026-11-18T12:00"))
    assert schedule.next_at == at("2026-11-19T00:00")
    order, moved = due_order(schedule, at("2026-11-19T00:00"))
    assert (order.since, order.until) == (midnight(date(2026, 11, 18), CHINA), midnight(date(2026, 11, 19), CHINA))
    assert (moved.next_at, moved.last_at) == (at("2026-11-20T00:00"), at("2026-11-19T00:00"))


def test_after_a_stop_only_the_last_period_missed_is_made() -> None:
    schedule = scheduled(plan(PeriodKind.DAY), at("2026-11-01T12:00"))
    order, moved = due_order(schedule, at("2026-11-18T19:00"))  # 03:00 on the 19th in China: the 18th is not due yet
    assert order.since == midnight(date(2026, 11, 17), CHINA)
    assert moved.next_at == at("2026-11-19T00:00")


def test_the_same_period_of_a_schedule_is_the_same_order() -> None:
    schedule = scheduled(plan(PeriodKind.WEEK), at("2026-11-18T12:00"))
    ids = {due_order(schedule, at(f"2026-11-{day}T00:00"))[0].id for day in (23, 25, 29)}
    assert len(ids) == 1
    assert due_order(schedule, at("2026-11-30T00:00"))[0].id not in ids


def test_what_is_off_is_never_due() -> None:
    assert scheduled(plan(PeriodKind.DAY, enabled=False), at("2026-11-18T12:00")).next_at is None


def test_an_unknown_zone_is_named() -> None:
    for name in ("Nowhere/Town", "", "../etc/passwd"):
        with pytest.raises(InputError, match="Area/City"):
            zone_of(name)
