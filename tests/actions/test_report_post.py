"""Webhooks are told of a report by a signed event, and only those of the tenant."""

import json

import pytest

from zhiyin.actions.report_post import ReportPost
from zhiyin.app import SystemClock
from zhiyin.domain.destination import Destination
from zhiyin.domain.made_report import MadeReport, ReportFile, ReportOrder, ReportStatus
from zhiyin.domain.report_letter import ReportLetter
from zhiyin.domain.report_schedule import PeriodKind, ReportFormat, ReportPlan
from zhiyin.seams import Refused, RetryLater
from zhiyin.testing.receiver import Answer, Receiver

SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY"
ORDER = ReportOrder("t", "ab" * 12, "周报", ReportPlan(PeriodKind.WEEK, "Asia/Shanghai"), 0, 604_800_000, "w", "x", 0)
REPORT = MadeReport(
    ORDER, ReportStatus.READY, 1, 0, 700_000_000, "客户情绪好转", (ReportFile(ReportFormat.PDF, 9, "ab" * 32),)
)
LETTER = ReportLetter("rd-1", "crm", REPORT, "https://zhiyin.example.com/#/reports/1", "周报.pdf", b"%PDF")


def post_to(url: str) -> ReportPost:
    destinations = [
        Destination("console", "console"),
        Destination("crm", "webhook", url, (SECRET,), allow_private=True),
        Destination("theirs", "webhook", url, (SECRET,), tenants=("other",), allow_private=True),
    ]
    return ReportPost(destinations, SystemClock(), "https://zhiyin.example.com")


async def test_the_event_is_signed_and_says_where_the_report_is() -> None:
    async with Receiver(SECRET) as receiver:
        await post_to(receiver.url).send(LETTER)
        (got,) = receiver.received
    assert (got.verified, got.id) == (True, "rd-1")
    event = json.loads(got.body)
    assert (event["type"], event["id"], event["subject"]) == ("com.zhiyin.report.made", "rd-1", ORDER.id)
    assert event["data"]["headline"] == "客户情绪好转"
    assert event["data"]["link"] == LETTER.link
    assert event["data"]["since"] == "1970-01-01T00:00:00.000+00:00"
    assert event["data"]["files"] == [{"format": "pdf", "size": 9, "sha256": "ab" * 32}]


async def test_a_failing_receiver_is_tried_again_and_one_that_is_gone_is_not() -> None:
    async with Receiver(SECRET) as receiver:
        receiver.answer(Answer(status=503), Answer(status=410))
        post = post_to(receiver.url)
        with pytest.raises(RetryLater):
            await post.send(LETTER)
        with pytest.raises(Refused):
            await post.send(LETTER)


async def test_a_tenant_reaches_its_own_destinations_only() -> None:
    async with Receiver(SECRET) as receiver:
        post = post_to(receiver.url)
        assert (post.names("t"), post.names("other")) == (["crm"], ["crm", "theirs"])
        for name in ("theirs", "console", "unknown"):
            with pytest.raises(Refused, match="no webhook destination"):
                await post.send(ReportLetter("rd-1", name, REPORT, "", "周报.pdf"))
        assert receiver.received == []
