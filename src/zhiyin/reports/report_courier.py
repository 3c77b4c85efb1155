"""ReportCourier: sees finished reports to their recipients, and notes what became of it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import structlog

from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.errors import ConflictError, NotFoundError
from zhiyin.domain.report_delivery import ReportDelivery, ReportWay
from zhiyin.domain.report_letter import ReportLetter
from zhiyin.domain.report_schedule import ReportFormat
from zhiyin.reports.period.plans import filename
from zhiyin.seams import Clock, Refused, Reports, ReportSender, RetryLater

Delay = Callable[[str, int, int], int | None]
"""(delivery, failed attempts, receiver's wish in ms) -> ms until the next attempt; None: there is none."""

LEASE_MS = 5 * 60_000
"""How long a delivery is one process's to send; well above the time limits of all senders."""
MOST_A_STEP = 50

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CourierSettings:
    """``webhooks``: tenant -> names of destinations; ``console``: its address for links, or empty."""

    delay: Delay
    webhooks: Callable[[str], list[str]]
    console: str = ""


class ReportCourier:
    """``senders``: a way that is not configured is not there."""

    def __init__(
        self, store: Reports, clock: Clock, senders: Mapping[ReportWay, ReportSender], settings: CourierSettings
    ) -> None:
        self._store = store
        self._clock = clock
        self._senders = senders
        self._settings = settings

    def webhooks(self, tenant: str) -> list[str]:
        """Names of the destinations that a tenant's reports may be sent to."""
        return self._settings.webhooks(tenant)

    def has(self, way: ReportWay) -> bool:
        return way in self._senders

    async def requeue(self, tenant: str, report_id: str, delivery_id: str) -> None:
        """Send again what was delivered or given up. NotFoundError; ConflictError while it is on its way."""
        found = next((d for d in await self._store.report_deliveries(tenant, [report_id]) if d.id == delivery_id), None)
        if found is None:
            raise NotFoundError("there is no such delivery of this report")
        if found.status is DeliveryStatus.PENDING and found.attempts == 0:
            raise ConflictError("this delivery is on its way already")
        fresh = replace(
            found, status=DeliveryStatus.PENDING, attempts=0, next_at=self._clock.now(), settled_at=None, error=""
        )
        await self._store.keep_report_delivery(fresh)

    async def step(self) -> None:
        """Try each delivery that is due once. Claimed one by one, so that no lease runs out while another is sent."""
        for _ in range(MOST_A_STEP):
            claimed = await self._store.claim_report_deliveries(self._clock.now(), LEASE_MS, 1)
            for delivery in claimed:
                await self._store.keep_report_delivery(await self._tried(delivery))
            if not claimed:
                return

    async def _tried(self, delivery: ReportDelivery) -> ReportDelivery:
        """A fault of a sender is noted too: it must not hold up the other recipients."""
        attempts = delivery.attempts + 1
        (failed,) = await asyncio.gather(self._send(delivery), return_exceptions=True)
        if failed is None:
            return self._settled(delivery, DeliveryStatus.DELIVERED, "")
        if isinstance(failed, RetryLater):
            wait = self._settings.delay(delivery.id, attempts, round(1000 * (failed.after or 0)))
            if wait is not None:
                return replace(delivery, attempts=attempts, next_at=self._clock.now() + wait, error=str(failed))
        elif not isinstance(failed, Exception):
            raise failed
        elif not isinstance(failed, Refused):
            _log.warning("a report could not be sent", delivery=delivery.id, error=type(failed).__name__)
            return self._settled(delivery, DeliveryStatus.DEAD, f"unexpected: {type(failed).__name__}")
        return self._settled(delivery, DeliveryStatus.DEAD, str(failed))

    def _settled(self, delivery: ReportDelivery, status: DeliveryStatus, error: str) -> ReportDelivery:
        now = self._clock.now()
        return replace(delivery, status=status, attempts=delivery.attempts + 1, settled_at=now, error=error)

    async def _send(self, delivery: ReportDelivery) -> None:
        sender = self._senders.get(delivery.way)
        if sender is None:
            raise Refused(f"{delivery.way.value} is not configured; see 'mail' and 'destinations' in the configuration")
        report = await self._store.made_report(delivery.tenant, delivery.report)
        if report is None:
            raise Refused("the report was deleted before it could be sent")
        console = self._settings.console.rstrip("/")
        link = f"{console}/#/reports/{report.order.id}" if console else ""
        pdf = await self._store.report_file(delivery.tenant, delivery.report, ReportFormat.PDF)
        letter = ReportLetter(delivery.id, delivery.target, report, link, filename(report, ReportFormat.PDF), pdf)
        await sender.send(letter)
