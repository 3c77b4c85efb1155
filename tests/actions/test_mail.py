"""Mail by real SMTP: what arrives, with which servers it works, and what a refusal is told as."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from zhiyin.actions.mail import Mailer, MailSettings, Tls, message_of
from zhiyin.actions.poster import tls
from zhiyin.domain.made_report import MadeReport, ReportOrder, ReportStatus
from zhiyin.domain.report_letter import ReportLetter
from zhiyin.domain.report_schedule import PeriodKind, ReportPlan
from zhiyin.seams import Refused, RetryLater
from zhiyin.testing.clock import ManualClock

ORDER = ReportOrder("t", "ab" * 12, "周报", ReportPlan(PeriodKind.WEEK, "Asia/Shanghai"), 0, 1, "weekly", "schedule", 0)
REPORT = MadeReport(ORDER, ReportStatus.READY, headline="客户情绪好转 <b>&")
PDF = b"%PDF-1.7 " + b"x" * 5000


def letter(pdf: bytes | None = PDF, target: str = "boss@example.com") -> ReportLetter:
    return ReportLetter(
        "rd-1", target, REPORT, "https://zhiyin.example.com/#/reports/1", "客户情绪周报 第 47 周.pdf", pdf
    )


class Inbox:
    """Takes everything, but for what ``answer`` says of a recipient."""

    def __init__(self, answer: str = "") -> None:
        self.mails: list[EmailMessage] = []
        self._answer = answer

    async def handle_RCPT(self, _s: Any, _c: Any, envelope: Envelope, address: str, _o: list[str]) -> str:  # noqa: N802
        if self._answer:
            return self._answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _s: Any, _c: Any, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        found = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.mails.append(found)
        return "250 OK"


@contextmanager
def server(inbox: Inbox, **options: Any) -> Iterator[int]:
    # aiosmtpd looks whether it listens by calling its own port, so it has to be told one.
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def mailer(port: int, kind: Tls = Tls.NONE, user: str = "", password: str = "") -> Mailer:
    settings = MailSettings("127.0.0.1", port, kind, "zhiyin@example.com", user, password)
    return Mailer(settings, ManualClock(), tls())


async def test_a_report_arrives_with_its_pdf_and_words_in_chinese() -> None:
    inbox = Inbox()
    with server(inbox) as port:
        await mailer(port).send(letter())
    (mail,) = inbox.mails
    assert (mail["subject"], mail["to"], mail["message-id"]) == (
        "客户情绪周报 第 47 周",
        "boss@example.com",
        "<rd-1@example.com>",
    )
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("客户情绪周报 第 47 周.pdf", PDF)
    html, plain = mail.get_body(("html",)), mail.get_body(("plain",))
    assert html is not None
    assert plain is not None
    assert "客户情绪好转 &lt;b&gt;&amp;" in html.get_content()
    assert "https://zhiyin.example.com/#/reports/1" in plain.get_content()


def test_a_pdf_that_is_too_large_stays_behind_and_the_mail_says_so() -> None:
    settings = MailSettings("h", 25, Tls.NONE, "zhiyin@example.com", attachment_bytes=len(PDF) - 1)
    for given, word in ((letter(), "超过邮件附件的大小限制"), (letter(None), "没有生成 PDF")):
        mail = message_of(given, settings, 0)
        assert not list(mail.iter_attachments())
        body = mail.get_body(("plain",))
        assert body is not None
        assert word in body.get_content()


@pytest.mark.parametrize(("answer", "fault"), [("550 no such user", Refused), ("451 come later", RetryLater)])
async def test_a_refusal_that_may_pass_is_tried_again_and_another_is_not(answer: str, fault: type[Exception]) -> None:
    with server(Inbox(answer)) as port, pytest.raises(fault, match=answer[:3]) as caught:
        await mailer(port).send(letter())
    assert "boss@example.com" not in str(caught.value)


async def test_a_server_that_is_not_there_is_tried_again() -> None:
    with server(Inbox()) as port:
        pass
    with pytest.raises(RetryLater, match="cannot be reached"):
        await mailer(port).send(letter())


async def test_without_the_encryption_that_was_asked_for_nothing_is_sent() -> None:
    inbox = Inbox()
    with server(inbox) as port, pytest.raises(RetryLater, match="STARTTLS"):
        await mailer(port, Tls.STARTTLS).send(letter())
    with server(inbox) as port, pytest.raises(RetryLater, match="cannot be reached"):
        await mailer(port, Tls.TLS).send(letter())
    assert inbox.mails == []


async def test_user_and_password_are_used_and_never_told() -> None:
    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: LoginPassword) -> AuthResult:
        right = (data.login, data.password) == (b"zhiyin", b"open sesame")
        return AuthResult(success=right, handled=right)

    inbox = Inbox()
    with server(inbox, authenticator=check, auth_require_tls=False) as port:
        with pytest.raises(RetryLater, match="user and password") as caught:
            await mailer(port, user="zhiyin", password="wrong horse").send(letter())
        await mailer(port, user="zhiyin", password="open sesame").send(letter())
    assert "wrong horse" not in str(caught.value)
    assert "open sesame" not in repr(MailSettings("h", 25, Tls.NONE, "s", "u", "open sesame"))
    assert len(inbox.mails) == 1


def test_a_name_cannot_add_a_header() -> None:
    odd = ReportLetter("rd-1", "boss@example.com", REPORT, "", "周报\r\nBcc: other@example.com.pdf", None)
    mail = message_of(odd, MailSettings("h", 25, Tls.NONE, "zhiyin@example.com"), 0)
    assert mail["bcc"] is None
