"""Files: what a report says, in each form. Blocking and heavy: call it in a thread."""

import hashlib
from collections.abc import Callable, Iterable, Mapping

from zhiyin.domain.made_report import ReportFile
from zhiyin.domain.report_schedule import ReportFormat
from zhiyin.reports.period.content import ReportContent
from zhiyin.reports.period.docx_file import docx_of
from zhiyin.reports.period.html_file import html_of
from zhiyin.reports.period.pdf_file import pdf_of
from zhiyin.reports.period.xlsx_file import xlsx_of

MAKERS: Mapping[ReportFormat, Callable[[ReportContent], bytes]] = {
    ReportFormat.HTML: html_of,
    ReportFormat.PDF: pdf_of,
    ReportFormat.XLSX: xlsx_of,
    ReportFormat.DOCX: docx_of,
}
MEDIA_TYPES: Mapping[ReportFormat, str] = {
    ReportFormat.HTML: "text/html; charset=utf-8",
    ReportFormat.PDF: "application/pdf",
    ReportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def files_of(content: ReportContent, formats: Iterable[ReportFormat]) -> dict[ReportFormat, bytes]:
    """In the order of ``ReportFormat``; HTML is always among them."""
    wanted = {ReportFormat.HTML, *formats}
    return {form: make(content) for form, make in MAKERS.items() if form in wanted}


def noted(files: Mapping[ReportFormat, bytes]) -> tuple[ReportFile, ...]:
    return tuple(ReportFile(form, len(body), hashlib.sha256(body).hexdigest()) for form, body in files.items())
