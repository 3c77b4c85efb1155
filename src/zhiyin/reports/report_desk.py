"""ReportDesk: takes orders for reports, makes them in the background, and sees them to their recipients."""

import asyncio
import secrets
from contextlib import suppress
from dataclasses import replace

import structlog

from zhiyin.domain.errors import ConflictError, NotFoundError, ZhiyinError
from zhiyin.domain.made_report import MOST_ATTEMPTS, MadeReport, ReportOrder, ReportStatus
from zhiyin.domain.report_schedule import ReportFormat, ReportPlan, ReportSchedule
from zhiyin.reports.period.calendar import Span
from zhiyin.reports.period.compose import compose
from zhiyin.reports.period.content import ReportContent
from zhiyin.reports.period.figures import ReportInput
from zhiyin.reports.period.files import files_of, noted
from zhiyin.reports.period.gather import About, gather
from zhiyin.reports.period.plans import deliveries_of, due_order, presets, scheduled
from zhiyin.reports.report_courier import ReportCourier
from zhiyin.seams import Clock, Store

LOOK_S = 15.0
"""Seconds between two looks for what is due, when nobody calls."""
RETRY_MS = 60_000
"""Before a report that could not be made is tried again; doubled each time."""
READING, WRITING = "reading", "writing"

_log = structlog.get_logger(__name__)


class ReportDesk:
    """``run`` in the background; ``step`` works off what is due right now. One report is made at a time."""

    def __init__(self, store: Store, clock: Clock, about: About, courier: ReportCourier, zone: str) -> None:
        self._store = store
        self._clock = clock
        self._about = about
        self._courier = courier
        self._zone = zone
        self._called = asyncio.Event()
        self._stages: dict[tuple[str, str], str] = {}

    @property
    def zone(self) -> str:
        """The site's time zone."""
        return self._zone

    @property
    def courier(self) -> ReportCourier:
        return self._courier

    def stage(self, tenant: str, report_id: str) -> str:
        """How far a waiting report is: ``reading``, ``writing``, or empty while it stands in the queue."""
        return self._stages.get((tenant, report_id), "")

    async def schedules(self, tenant: str) -> list[ReportSchedule]:
        """The three that are always there, and the tenant's own."""
        kept = {schedule.id: schedule for schedule in await self._store.schedules(tenant)}
        return list({**presets(tenant, self._zone), **kept}.values())

    async def schedule(self, tenant: str, schedule_id: str) -> ReportSchedule:
        found = next((s for s in await self.schedules(tenant) if s.id == schedule_id), None)
        if found is None:
            raise NotFoundError("there is no such report schedule")
        return found

    async def keep(self, schedule: ReportSchedule) -> ReportSchedule:
        """Write a schedule; it is due next after now."""
        kept = scheduled(schedule, self._clock.now())
        await self._store.keep_schedule(kept)
        return kept

    async def order(self, tenant: str, plan: ReportPlan, span: Span, name: str, by: str) -> MadeReport:
        """Ask for a report of any period by hand. ``run`` makes it."""
        now = self._clock.now()
        order = ReportOrder(tenant, secrets.token_hex(12), name, plan, span.since, span.until, "", by, now)
        await self._store.order_report(order)
        self._called.set()
        return MadeReport(order)

    async def again(self, tenant: str, report_id: str) -> MadeReport:
        """Make a failed report once more. ConflictError if it did not fail."""
        made = await self._store.made_report(tenant, report_id)
        if made is None:
            raise NotFoundError("there is no such report")
        if made.status is not ReportStatus.FAILED:
            raise ConflictError("this report did not fail; order a new one to make the period again")
        fresh = MadeReport(made.order)
        await self._store.keep_made(fresh, {})
        self._called.set()
        return fresh

    async def resend(self, tenant: str, report_id: str, delivery_id: str) -> None:
        await self._courier.requeue(tenant, report_id, delivery_id)
        self._called.set()

    async def run(self) -> None:
        """Until cancelled. What is under way then is made again at the next start."""
        while True:
            try:
                await self.step()
            except ZhiyinError as error:
                _log.warning("reports could not be looked after, will be tried again", error=str(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._called.wait(), LOOK_S)
            self._called.clear()

    async def step(self) -> None:
        """Order what is due, make what waits, deliver what is made."""
        for schedule in await self._store.due_schedules(self._clock.now()):
            order, moved = due_order(schedule, self._clock.now())
            await self._store.order_report(order, moved)
        while waiting := await self._store.waiting_reports(self._clock.now()):
            for made in waiting:
                await self._make(made)
                await self._courier.step()
        await self._courier.step()

    async def _make(self, made: MadeReport) -> None:
        """One that cannot be made, for whatever reason, is noted and does not hold up the others."""
        order = made.order
        (failed,) = await asyncio.gather(self._try(made), return_exceptions=True)
        self._stages.pop((order.tenant, order.id), None)
        if isinstance(failed, Exception):
            _log.warning("a report could not be made", report=order.id, error=type(failed).__name__)
            await self._store.keep_made(self._failed(made, failed), {})
        elif failed is not None:
            raise failed

    async def _try(self, made: MadeReport) -> None:
        order, key = made.order, (made.order.tenant, made.order.id)
        self._stages[key] = READING
        given = await gather(self._store, order, self._about, self._clock.now())
        self._stages[key] = WRITING
        content, files = await asyncio.to_thread(_write, given, order.plan)
        now = self._clock.now()
        done = replace(made, status=ReportStatus.READY, attempts=made.attempts + 1, made_at=now, error="")
        done = replace(done, headline=content.headline, files=noted(files))
        await self._store.keep_made(done, files, deliveries_of(order, now))

    def _failed(self, made: MadeReport, error: Exception) -> MadeReport:
        attempts = made.attempts + 1
        # Of an error that nobody foresaw only the kind is told: its words may hold what customers said.
        told = str(error) if isinstance(error, ZhiyinError) else f"unexpected: {type(error).__name__}"
        status = ReportStatus.FAILED if attempts >= MOST_ATTEMPTS else ReportStatus.WAITING
        next_at = self._clock.now() + RETRY_MS * 2 ** (attempts - 1)
        return replace(made, status=status, attempts=attempts, next_at=next_at, error=told[:500])


def _write(given: ReportInput, plan: ReportPlan) -> tuple[ReportContent, dict[ReportFormat, bytes]]:
    content = compose(given, plan.language)
    return content, files_of(content, plan.formats)
