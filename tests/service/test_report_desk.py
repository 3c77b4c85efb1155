"""The report desk: made once a period, whatever stops it; sent until it has arrived, or until it is hopeless."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zhiyin.actions.schedule import delay
from zhiyin.app.parts import store_of
from zhiyin.app.reporting import about_of
from zhiyin.config import Config
from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.errors import BusyError, ConflictError, NotFoundError
from zhiyin.domain.made_report import MOST_ATTEMPTS, MadeReport, ReportStatus
from zhiyin.domain.report_delivery import ReportWay
from zhiyin.domain.report_letter import ReportLetter
from zhiyin.domain.report_schedule import PeriodKind, ReportFormat, ReportPlan, ReportSchedule
from zhiyin.reports.period.calendar import CHINA, last_complete
from zhiyin.reports.report_courier import LEASE_MS, CourierSettings, ReportCourier
from zhiyin.reports.report_desk import RETRY_MS, ReportDesk
from zhiyin.seams import Refused, RetryLater, Store
from zhiyin.testing.clock import ManualClock

DAY = 86_400_000
NOON = round(datetime(2026, 11, 18, 4, tzinfo=UTC).timestamp() * 1000)
"""12:00 on a Wednesday in China."""
PLAN = ReportPlan(PeriodKind.DAY, CHINA, formats=(ReportFormat.PDF,), mail_to=("boss@example.com",))


@dataclass
class Post:
    """A sender that answers as told, then takes everything."""

    faults: list[Exception] = field(default_factory=list)
    letters: list[ReportLetter] = field(default_factory=list)

    async def send(self, letter: ReportLetter) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.letters.append(letter)


@dataclass
class Site:
    store: Store
    clock: ManualClock
    post: Post
    desk: ReportDesk

    async def reports(self) -> list[MadeReport]:
        return await self.store.made_reports("t")

    async def scheduled(self, plan: ReportPlan = PLAN) -> ReportSchedule:
        return await self.desk.keep(ReportSchedule("t", "daily", "日报", plan, 480, enabled=True))

    async def ordered(self, plan: ReportPlan = PLAN) -> MadeReport:
        span = last_complete(plan.kind, self.clock.now(), plan.zone)
        return await self.desk.order("t", plan, span, "", "somebody")


def desk_of(config: Config, store: Store, clock: ManualClock, post: Post) -> ReportDesk:
    settings = CourierSettings(delay, lambda _: [], "https://zhiyin.example.com/")
    courier = ReportCourier(store, clock, {ReportWay.MAIL: post}, settings)
    return ReportDesk(store, clock, about_of(config, "text-zh-0"), courier, CHINA)


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    config = Config(home=str(tmp_path))
    store, clock, post = store_of(config), ManualClock(NOON), Post()
    await store.open()
    yield Site(store, clock, post, desk_of(config, store, clock, post))
    await store.close()


async def test_a_schedule_makes_and_sends_each_period_once(site: Site) -> None:
    schedule = await site.scheduled()
    await site.desk.step()
    assert await site.reports() == []
    assert schedule.next_at == NOON + 20 * 3_600_000
    for _ in range(3):
        site.clock.at = schedule.next_at
        await site.desk.step()
    (made,) = await site.reports()
    assert (made.status, made.order.until) == (ReportStatus.READY, NOON + 12 * 3_600_000)
    assert [f.format for f in made.files] == [ReportFormat.HTML, ReportFormat.PDF]
    (letter,) = site.post.letters
    assert (letter.target, letter.filename) == ("boss@example.com", "客户情绪日报 2026 年 11 月 18 日（周三）.pdf")
    assert letter.link == f"https://zhiyin.example.com/#/reports/{made.order.id}"
    assert letter.pdf == await site.store.report_file("t", made.order.id, ReportFormat.PDF)
    site.clock.move(DAY)
    await site.desk.step()
    assert len(await site.reports()) == 2


async def test_a_long_stop_is_made_up_for_by_the_last_period_only(site: Site) -> None:
    await site.scheduled()
    site.clock.move(9 * DAY)
    await site.desk.step()
    (made,) = await site.reports()
    assert made.order.until == NOON + 9 * DAY - 12 * 3_600_000


async def test_what_a_kill_left_waiting_is_made_by_the_next_process(site: Site, tmp_path: Path) -> None:
    order = (await site.ordered()).order
    assert (await site.reports())[0].status is ReportStatus.WAITING
    await desk_of(Config(home=str(tmp_path)), site.store, site.clock, site.post).step()
    assert [(m.order, m.status) for m in await site.reports()] == [(order, ReportStatus.READY)]
    assert len(site.post.letters) == 1


async def test_two_processes_that_make_the_same_report_send_it_once(site: Site, tmp_path: Path) -> None:
    made = await site.ordered()
    await site.desk.step()
    assert not await site.store.keep_made(replace(made, status=ReportStatus.READY), {})
    await desk_of(Config(home=str(tmp_path)), site.store, site.clock, site.post).step()
    assert len(site.post.letters) == 1


@dataclass
class Slow(Post):
    """A sender that lets others go on before it is done."""

    async def send(self, letter: ReportLetter) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
        await Post.send(self, letter)


async def test_two_processes_that_send_at_the_same_time_send_once(site: Site, tmp_path: Path) -> None:
    post = Slow()
    one, other = (desk_of(Config(home=str(tmp_path)), site.store, site.clock, post) for _ in range(2))
    await site.ordered(replace(PLAN, mail_to=("boss@example.com", "chief@example.com")))
    await asyncio.gather(one.step(), other.step())
    assert sorted(letter.target for letter in post.letters) == ["boss@example.com", "chief@example.com"]


async def test_what_a_killed_process_was_sending_is_sent_under_the_same_id(site: Site) -> None:
    made = await site.ordered()
    await site.desk.step()
    (sent,) = await site.store.report_deliveries("t", [made.order.id])
    site.post.letters.clear()
    # As a process leaves it that is killed after the claim: pending, and hidden for a while.
    await site.store.keep_report_delivery(replace(sent, status=DeliveryStatus.PENDING, attempts=0, settled_at=None))
    await site.store.claim_report_deliveries(site.clock.now(), LEASE_MS)
    await site.desk.step()
    assert site.post.letters == []
    site.clock.move(LEASE_MS)
    await site.desk.step()
    assert [letter.id for letter in site.post.letters] == [sent.id]


async def test_a_report_that_cannot_be_made_is_tried_again_then_given_up_and_holds_nothing_up(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> object:
        raise KeyError("a customer's words")

    await site.ordered()
    with monkeypatch.context() as patch:
        patch.setattr("zhiyin.reports.report_desk.gather", broken)
        for n in range(MOST_ATTEMPTS):
            await site.desk.step()
            (made,) = await site.reports()
            assert (made.attempts, made.error) == (n + 1, "unexpected: KeyError")
            site.clock.move(RETRY_MS * 2**n)
    assert made.status is ReportStatus.FAILED
    assert site.post.letters == []
    await site.desk.again("t", made.order.id)
    await site.desk.step()
    assert (await site.reports())[0].status is ReportStatus.READY
    with pytest.raises(ConflictError):
        await site.desk.again("t", made.order.id)
    with pytest.raises(NotFoundError):
        await site.desk.again("u", made.order.id)


async def test_a_reason_that_people_can_read_is_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(*_: object) -> object:
        raise BusyError("the store is busy; wait a moment")

    await site.ordered()
    monkeypatch.setattr("zhiyin.reports.report_desk.gather", busy)
    await site.desk.step()
    assert (await site.reports())[0].error == "the store is busy; wait a moment"


async def test_a_delivery_is_tried_again_until_it_arrives_and_can_be_sent_once_more(site: Site) -> None:
    site.post.faults = [RetryLater("the mail server cannot be reached"), RetryLater("slow down", after=3600)]
    made = await site.ordered()
    await site.desk.step()
    (first,) = await site.store.report_deliveries("t", [made.order.id])
    assert (first.status, first.attempts, first.error) == (
        DeliveryStatus.PENDING,
        1,
        "the mail server cannot be reached",
    )
    site.clock.at = first.next_at
    await site.desk.step()
    (second,) = await site.store.report_deliveries("t", [made.order.id])
    assert second.next_at >= site.clock.now() + 3_600_000
    site.clock.at = second.next_at
    await site.desk.step()
    (done,) = await site.store.report_deliveries("t", [made.order.id])
    assert (done.status, done.attempts, done.settled_at) == (DeliveryStatus.DELIVERED, 3, site.clock.now())
    await site.desk.resend("t", made.order.id, done.id)
    with pytest.raises(ConflictError):
        await site.desk.resend("t", made.order.id, done.id)
    await site.desk.step()
    assert [letter.id for letter in site.post.letters] == [done.id] * 2


async def test_what_is_refused_or_breaks_is_dead_and_says_why(site: Site) -> None:
    site.post.faults = [Refused("no such mailbox (SMTP 550)"), ZeroDivisionError("secret")]
    plan = replace(PLAN, mail_to=("a@example.com", "b@example.com"), webhooks=("crm",))
    made = await site.ordered(plan)
    await site.desk.step()
    found = await site.store.report_deliveries("t", [made.order.id])
    assert {d.status for d in found} == {DeliveryStatus.DEAD}
    assert {d.error.split(";")[0] for d in found} == {
        "no such mailbox (SMTP 550)",
        "unexpected: ZeroDivisionError",
        "webhook is not configured",
    }


async def test_a_delivery_is_given_up_after_the_last_attempt(site: Site) -> None:
    site.post.faults = [RetryLater("down")] * 20
    made = await site.ordered()
    for _ in range(12):
        await site.desk.step()
        (found,) = await site.store.report_deliveries("t", [made.order.id])
        site.clock.at = max(site.clock.at, found.next_at)
    assert (found.status, found.attempts, found.error) == (DeliveryStatus.DEAD, 10, "down")
