"""ReportSender: what carries a finished report to its recipients."""

from typing import Protocol

from zhiyin.domain.report_letter import ReportLetter


class ReportSender(Protocol):
    async def send(self, letter: ReportLetter) -> None:
        """Returns when it has been taken. RetryLater to be tried again, Refused never to be tried again."""
