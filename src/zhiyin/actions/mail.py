"""Mail: sends a finished report by SMTP (RFC 5321), with its PDF and a short text in Chinese or English."""

import asyncio
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from html import escape

from zhiyin.domain.report_letter import ReportLetter
from zhiyin.seams import Clock, Refused, RetryLater

TIMEOUT = 30.0
"""Seconds for each step of the exchange."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "attached": "PDF 报告见附件。",
        "large": "PDF 超过邮件附件的大小限制，请在控制台下载。",
        "none": "本次没有生成 PDF，请在控制台查看。",
        "open": "在控制台查看",
        "foot": "这封邮件由知音按报告计划自动发送；如不需要，请联系管理员取消。",
    },
    "en": {
        "attached": "The report is attached as PDF.",
        "large": "The PDF is too large to be attached; download it in the console.",
        "none": "No PDF was made; see the console.",
        "open": "Open in the console",
        "foot": "Sent by Zhiyin on a report schedule; ask your administrator to be taken off.",
    },
}


class Tls(StrEnum):
    TLS = "tls"
    """Encrypted from the first byte, usually on port 465."""
    STARTTLS = "starttls"
    """Encrypted before anything is said, usually on port 587; without it nothing is sent."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """``attachment_bytes``: a larger PDF is not attached. ``user`` empty: the server asks for none."""

    host: str
    port: int
    tls: Tls
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    attachment_bytes: int = 10_000_000


class Mailer:
    """Sends in a thread. Nothing raised or logged here holds an address or what was said to the server."""

    def __init__(self, settings: MailSettings, clock: Clock, tls: ssl.SSLContext) -> None:
        self._settings = settings
        self._clock = clock
        self._tls = tls

    async def send(self, letter: ReportLetter) -> None:
        await asyncio.to_thread(self._send, letter)

    def _send(self, letter: ReportLetter) -> None:
        message = message_of(letter, self._settings, self._clock.now())
        try:
            with self._connected() as server:
                self._greet(server)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = next((code for code, _ in error.recipients.values()), 550)
            raise _fault(code, "the mail server does not take mail for this address") from None
        except smtplib.SMTPAuthenticationError:
            raise RetryLater("the mail server refuses user and password; see 'mail' in the configuration") from None
        except smtplib.SMTPNotSupportedError:
            raise RetryLater("the mail server does not offer what 'mail' asks for (STARTTLS or sign-in)") from None
        except smtplib.SMTPResponseException as error:
            raise _fault(error.smtp_code, "the mail server refuses the message") from None
        except (smtplib.SMTPException, OSError) as error:
            raise RetryLater(f"the mail server cannot be reached ({type(error).__name__})") from None

    def _connected(self) -> smtplib.SMTP:
        s = self._settings
        if s.tls is Tls.TLS:
            return smtplib.SMTP_SSL(s.host, s.port, timeout=TIMEOUT, context=self._tls)
        return smtplib.SMTP(s.host, s.port, timeout=TIMEOUT)

    def _greet(self, server: smtplib.SMTP) -> None:
        """Inside of the connection's own ``with``, so that it is closed whatever the server answers."""
        if self._settings.tls is Tls.STARTTLS:
            server.starttls(context=self._tls)
        if self._settings.user:
            server.login(self._settings.user, self._settings.password)


def _fault(code: int, what: str) -> RetryLater | Refused:
    """RFC 5321, 4.2.1: 4yz may pass by itself, 5yz will not."""
    told = f"{what} (SMTP {code})"
    return RetryLater(told) if 400 <= code < 500 else Refused(told)


def message_of(letter: ReportLetter, settings: MailSettings, now: int) -> EmailMessage:
    """``now`` in ms since 1970 UTC. The Message-ID is the delivery's, so that a repeat can be known as one."""
    order = letter.report.order
    words = _WORDS["zh" if order.plan.language == "zh" else "en"]
    fits = letter.pdf is not None and len(letter.pdf) <= settings.attachment_bytes
    note = words["attached" if fits else "large" if letter.pdf is not None else "none"]
    message = EmailMessage()
    # A line end in a header would begin another one.
    title = " ".join(letter.filename.rsplit(".", 1)[0].split())
    message["Subject"], message["From"], message["To"] = title, settings.sender, letter.target
    message["Date"] = format_datetime(datetime.fromtimestamp(now / 1000, UTC))
    message["Message-ID"] = f"<{letter.id}@{_domain(settings.sender)}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: so that nobody's absence note answers it
    lines = [letter.report.headline, note, *([f"{words['open']}: {letter.link}"] if letter.link else []), words["foot"]]
    message.set_content("\n\n".join(lines))
    message.add_alternative(_html(title, letter, note, words), subtype="html")
    if fits and letter.pdf is not None:
        message.add_attachment(letter.pdf, maintype="application", subtype="pdf", filename=letter.filename)
    return message


def _html(title: str, letter: ReportLetter, note: str, words: Mapping[str, str]) -> str:
    link = f'<p><a href="{escape(letter.link)}">{words["open"]}</a></p>' if letter.link else ""
    return (
        '<div style="font:15px/1.7 PingFang SC,Microsoft YaHei,sans-serif;color:#1f2630;max-width:640px">'
        f'<h2 style="font-size:19px;margin:0 0 8px">{escape(title)}</h2><p>{escape(letter.report.headline)}</p>'
        f'<p>{note}</p>{link}<p style="color:#5b6570;font-size:12px">{words["foot"]}</p></div>'
    )


def _domain(sender: str) -> str:
    return sender.rsplit("@", 1)[-1].strip(" >") or "localhost"
