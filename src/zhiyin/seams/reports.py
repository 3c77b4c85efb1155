"""Reports: schedules, the reports made by them or by hand, their files, and their way to the recipients."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from zhiyin.domain.made_report import MadeReport, ReportOrder
from zhiyin.domain.report_delivery import ReportDelivery
from zhiyin.domain.report_schedule import ReportFormat, ReportSchedule

MOST_SCHEDULES = 50
"""Schedules of a tenant."""
MOST_REPORTS = 2_000
"""Reports of a tenant that are kept; the oldest ones make room."""


class Reports(Protocol):
    async def keep_schedule(self, schedule: ReportSchedule) -> None:
        """Write or replace it. ConflictError beyond ``MOST_SCHEDULES`` of the tenant."""

    async def schedules(self, tenant: str) -> list[ReportSchedule]:
        """By id."""

    async def drop_schedule(self, tenant: str, schedule_id: str) -> bool:
        """False: there is none. The reports it made stay."""

    async def due_schedules(self, now: int, limit: int = 100) -> list[ReportSchedule]:
        """Of all tenants, the longest due first."""

    async def order_report(self, order: ReportOrder, schedule: ReportSchedule | None = None) -> bool:
        """Note what is to be made, and with ``schedule`` when that is due next: both or neither.

        False: this id was ordered before; the schedule is moved on all the same.
        """

    async def waiting_reports(self, now: int, limit: int = 10) -> list[MadeReport]:
        """Of all tenants, those that may be made now, the longest waiting first."""

    async def keep_made(
        self, made: MadeReport, contents: Mapping[ReportFormat, bytes], deliveries: Sequence[ReportDelivery] = ()
    ) -> bool:
        """Write what became of an order, its files and deliveries: all or nothing.

        False: the order is gone or ready already, and nothing was written.
        """

    async def made_reports(self, tenant: str, limit: int = 100, offset: int = 0) -> list[MadeReport]:
        """Newest order first."""

    async def made_report(self, tenant: str, report_id: str) -> MadeReport | None: ...

    async def report_file(self, tenant: str, report_id: str, form: ReportFormat) -> bytes | None: ...

    async def drop_report(self, tenant: str, report_id: str) -> bool:
        """With its files and deliveries. False: there is none."""

    async def claim_report_deliveries(self, now: int, lease: int, limit: int = 50) -> list[ReportDelivery]:
        """Due ones of all tenants, the longest due first; hidden from other claimers for ``lease`` ms, unless kept
        anew before. So of several processes one sends each; what a killed one held is due again after the lease."""

    async def keep_report_delivery(self, delivery: ReportDelivery) -> None:
        """Write or replace it."""

    async def report_deliveries(self, tenant: str, report_ids: Sequence[str]) -> list[ReportDelivery]:
        """By report, way and target."""
