"""ReportDelivery: a finished report on its way to one recipient."""

from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.delivery import DeliveryStatus


class ReportWay(StrEnum):
    MAIL = "mail"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class ReportDelivery:
    """Times in ms since 1970 UTC. The id is made from report, way and target: an order repeated is one delivery."""

    tenant: str
    id: str
    report: str
    way: ReportWay
    target: str
    """Mail address, or name of the destination."""
    status: DeliveryStatus = DeliveryStatus.PENDING
    attempts: int = 0
    next_at: int = 0
    settled_at: int | None = None
    error: str = ""
