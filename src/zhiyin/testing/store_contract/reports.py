"""Contract: a period is reported once, files come back as they were, and deliveries are kept until they are settled."""

from dataclasses import replace

import pytest

from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.errors import ConflictError
from zhiyin.domain.made_report import MadeReport, ReportFile, ReportOrder, ReportStatus
from zhiyin.domain.report_delivery import ReportDelivery, ReportWay
from zhiyin.domain.report_schedule import PeriodKind, ReportFormat, ReportPlan, ReportSchedule, ReportScope
from zhiyin.seams import Store
from zhiyin.seams.reports import MOST_SCHEDULES
from zhiyin.testing.samples import T0
from zhiyin.testing.store_contract.base import StoreCase

DAY = 86_400_000
PLAN = ReportPlan(PeriodKind.DAY, "Asia/Shanghai", ReportScope("ecommerce"), mail_to=("boss@example.com",))


def schedule(name: str = "daily", next_at: int | None = T0, tenant: str = "t") -> ReportSchedule:
    return ReportSchedule(tenant, name, "日报", PLAN, 480, next_at is not None, next_at)


def order(name: str = "r1", at: int = T0, tenant: str = "t") -> ReportOrder:
    return ReportOrder(tenant, name, "日报", PLAN, T0 - DAY, T0, "daily", "schedule", at)


def delivery(name: str = "d1", report: str = "r1", next_at: int = T0) -> ReportDelivery:
    return ReportDelivery("t", name, report, ReportWay.MAIL, "boss@example.com", next_at=next_at)


def ready(name: str = "r1") -> MadeReport:
    file = ReportFile(ReportFormat.PDF, 1_000_000, "ab" * 32)
    return MadeReport(order(name), ReportStatus.READY, made_at=T0 + 5, headline="客户情绪平稳", files=(file,))


class ReportsContract(StoreCase):
    async def test_a_schedule_is_kept_changed_and_dropped(self, store: Store) -> None:
        await store.keep_schedule(schedule())
        await store.keep_schedule(replace(schedule(), name="早报", at_minute=500))
        await store.keep_schedule(schedule("other", tenant="u"))
        assert await store.schedules("t") == [replace(schedule(), name="早报", at_minute=500)]
        assert [await store.drop_schedule("t", name) for name in ("daily", "daily", "other")] == [True, False, False]
        assert await store.schedules("u") == [schedule("other", tenant="u")]

    async def test_schedules_are_due_by_time_and_only_while_on(self, store: Store) -> None:
        kept = [schedule("late", T0 + 1), schedule("b", T0), schedule("a", T0 - 9), schedule("off", None)]
        for one in kept:
            await store.keep_schedule(one)
        assert [s.id for s in await store.due_schedules(T0)] == ["a", "b"]
        assert [s.id for s in await store.due_schedules(T0, limit=1)] == ["a"]

    async def test_a_tenant_has_a_limit_of_schedules(self, store: Store) -> None:
        for n in range(MOST_SCHEDULES):
            await store.keep_schedule(schedule(f"s{n}"))
        with pytest.raises(ConflictError, match="delete one"):
            await store.keep_schedule(schedule("one more"))
        await store.keep_schedule(schedule("s0", T0 + 7))
        await store.keep_schedule(schedule("one more", tenant="u"))
        assert len(await store.schedules("t")) == MOST_SCHEDULES

    async def test_an_order_moves_its_schedule_and_is_taken_once(self, store: Store) -> None:
        await store.keep_schedule(schedule())
        moved = replace(schedule(), next_at=T0 + DAY, last_at=T0)
        assert await store.order_report(order(), moved)
        assert not await store.order_report(order(), moved)
        assert await store.schedules("t") == [moved]
        assert await store.waiting_reports(T0) == [MadeReport(order())]

    async def test_an_order_does_not_bring_a_dropped_schedule_back(self, store: Store) -> None:
        assert await store.order_report(order(), schedule())
        assert await store.schedules("t") == []

    async def test_a_made_report_has_its_files_whatever_their_size(self, store: Store) -> None:
        content = bytes(range(256)) * 4096
        await store.order_report(order())
        assert await store.keep_made(ready(), {ReportFormat.PDF: content, ReportFormat.HTML: b""}, [delivery()])
        assert await store.report_file("t", "r1", ReportFormat.PDF) == content
        assert await store.report_file("t", "r1", ReportFormat.HTML) == b""
        assert await store.report_file("t", "r1", ReportFormat.XLSX) is None
        assert await store.report_file("u", "r1", ReportFormat.PDF) is None
        assert await store.made_report("t", "r1") == ready()
        assert await store.waiting_reports(T0 + DAY) == []

    async def test_what_is_ready_is_not_written_again(self, store: Store) -> None:
        assert not await store.keep_made(ready(), {ReportFormat.PDF: b"1"}, [delivery()])
        await store.order_report(order())
        assert await store.keep_made(ready(), {ReportFormat.PDF: b"1"})
        assert not await store.keep_made(replace(ready(), headline="x"), {ReportFormat.PDF: b"2"}, [delivery()])
        assert await store.report_file("t", "r1", ReportFormat.PDF) == b"1"
        assert await store.report_deliveries("t", ["r1"]) == []

    async def test_a_failed_attempt_waits_and_a_failed_report_can_be_made_again(self, store: Store) -> None:
        await store.order_report(order())
        later = MadeReport(order(), attempts=1, next_at=T0 + 60, error="no disk")
        assert await store.keep_made(later, {})
        assert (await store.waiting_reports(T0 + 59), await store.waiting_reports(T0 + 60)) == ([], [later])
        failed = replace(later, status=ReportStatus.FAILED)
        assert await store.keep_made(failed, {})
        assert await store.waiting_reports(T0 + DAY) == []
        assert await store.keep_made(MadeReport(order()), {})
        assert await store.waiting_reports(T0) == [MadeReport(order())]

    async def test_reports_are_listed_newest_first_by_page_and_dropped_whole(self, store: Store) -> None:
        for n in range(3):
            await store.order_report(order(f"r{n}", T0 + n))
            await store.keep_made(ready(f"r{n}"), {ReportFormat.PDF: b"1"}, [delivery(f"d{n}", f"r{n}")])
        assert [m.order.id for m in await store.made_reports("t", limit=2)] == ["r2", "r1"]
        assert [m.order.id for m in await store.made_reports("t", offset=2)] == ["r0"]
        assert [await store.drop_report("t", "r1") for _ in range(2)] == [True, False]
        assert await store.report_file("t", "r1", ReportFormat.PDF) is None
        assert [d.report for d in await store.report_deliveries("t", ["r0", "r1", "r2"])] == ["r0", "r2"]

    async def test_deliveries_are_due_until_they_are_settled(self, store: Store) -> None:
        await store.order_report(order())
        await store.keep_made(ready(), {}, [delivery("later", next_at=T0 + 9), delivery("d1")])
        assert [d.id for d in await store.claim_report_deliveries(T0, 100)] == ["d1"]
        assert await store.claim_report_deliveries(T0 + 8, 100) == [], "another process does not send it too"
        assert [d.id for d in await store.claim_report_deliveries(T0 + 100, 100, 1)] == ["later"]
        assert [d.id for d in await store.claim_report_deliveries(T0 + 100, 100)] == ["d1"], "a killed one held it"
        await store.keep_report_delivery(delivery("later", next_at=T0 + 9))
        done = replace(delivery(), status=DeliveryStatus.DELIVERED, attempts=1, settled_at=T0 + 1)
        await store.keep_report_delivery(done)
        assert [d.id for d in await store.claim_report_deliveries(T0 + 9, 100)] == ["later"]
        assert done in await store.report_deliveries("t", ["r1"])
