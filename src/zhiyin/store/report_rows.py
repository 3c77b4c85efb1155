"""Report rows: the nouns of the reports to rows and back. The body holds the whole noun, columns what is searched."""

import base64
from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from zhiyin.domain.errors import StoreError
from zhiyin.domain.made_report import MadeReport
from zhiyin.domain.report_delivery import ReportDelivery
from zhiyin.domain.report_schedule import ReportFormat, ReportSchedule
from zhiyin.store.codec import RowValues

T = TypeVar("T")

PART_BYTES = 384 * 1024
"""Bytes of a file in one row; Base64 makes half a megabyte of them."""

_schedule = msgspec.json.Decoder(ReportSchedule)
_made = msgspec.json.Decoder(MadeReport)
_delivery = msgspec.json.Decoder(ReportDelivery)


def _body(noun: object) -> str:
    return msgspec.json.encode(noun).decode()


def _noun(decoder: msgspec.json.Decoder[T], body: str, what: str) -> T:
    try:
        return decoder.decode(body)
    except msgspec.MsgspecError as error:
        raise StoreError(
            f"a stored {what} cannot be read ({error}); restore a backup or run the newer program"
        ) from None


def schedule_row(schedule: ReportSchedule) -> RowValues:
    return {
        "tenant": schedule.tenant,
        "id": schedule.id,
        "next_at": schedule.next_at if schedule.enabled else None,
        "body": _body(schedule),
    }


def to_schedule(row: sa.RowMapping) -> ReportSchedule:
    return _noun(_schedule, row["body"], "report schedule")


def made_row(made: MadeReport) -> RowValues:
    return {
        "tenant": made.order.tenant,
        "id": made.order.id,
        "ordered_at": made.order.ordered_at,
        "status": made.status.value,
        "next_at": made.next_at,
        "body": _body(made),
    }


def to_made(row: sa.RowMapping) -> MadeReport:
    return _noun(_made, row["body"], "report")


def delivery_row(delivery: ReportDelivery) -> RowValues:
    return {
        "tenant": delivery.tenant,
        "id": delivery.id,
        "report": delivery.report,
        "status": delivery.status.value,
        "next_at": delivery.next_at,
        "body": _body(delivery),
    }


def to_delivery(row: sa.RowMapping) -> ReportDelivery:
    return _noun(_delivery, row["body"], "delivery of a report")


def file_rows(tenant: str, report: str, form: ReportFormat, content: bytes) -> Iterator[RowValues]:
    for part, start in enumerate(range(0, max(1, len(content)), PART_BYTES)):
        body = base64.b64encode(content[start : start + PART_BYTES]).decode()
        yield {"tenant": tenant, "report": report, "format": form.value, "part": part, "body": body}


def to_content(bodies: Sequence[str]) -> bytes | None:
    """From the parts in order; None if there are none."""
    return b"".join(base64.b64decode(body) for body in bodies) if bodies else None
