"""MemoryOutbox: the outbox seam in a dict, for trying dispatchers and hands without a store."""

from collections.abc import Sequence
from dataclasses import replace

from zhiyin.actions.course import settled
from zhiyin.domain.delivery import Delivery, DeliveryStatus, Verdict
from zhiyin.domain.sight import Sight


class MemoryOutbox:
    """Behaves as ``seams.Outbox`` says. Not for several processes; ``rows`` may be looked at and changed by tests."""

    def __init__(self) -> None:
        self.rows: dict[str, Delivery] = {}
        self._leases: dict[str, int] = {}

    def add(self, *deliveries: Delivery) -> None:
        """Put in as pending; an id that is already there is left alone."""
        for delivery in deliveries:
            self.rows.setdefault(delivery.action.id, delivery)

    def leased(self, now: int) -> list[str]:
        """Ids that are claimed and hidden from others at this time."""
        return [key for key, until in self._leases.items() if until > now]

    async def claim(self, now: int, lease: int, limit: int) -> list[Delivery]:
        due = [
            row
            for key, row in self.rows.items()
            if row.status is DeliveryStatus.PENDING and row.next_at <= now and self._leases.get(key, 0) <= now
        ]
        due.sort(key=lambda row: (row.next_at, row.created_at))
        for row in due[:limit]:
            self._leases[row.action.id] = now + lease
        return due[:limit]

    async def settle(self, verdicts: Sequence[Verdict]) -> None:
        for verdict in verdicts:
            row = self.rows[verdict.action_id]
            arrives = verdict.status is DeliveryStatus.DELIVERED and row.status is not DeliveryStatus.DELIVERED
            if row.status is not DeliveryStatus.PENDING and not arrives:
                continue
            self._leases.pop(verdict.action_id, None)
            self.rows[verdict.action_id] = settled(row, verdict)

    async def delivery(self, tenant: str, action_id: str) -> Delivery | None:
        row = self.rows.get(action_id)
        return row if row is not None and row.conversation.tenant == tenant else None

    async def requeue(self, action_id: str, now: int) -> bool:
        row = self.rows.get(action_id)
        if row is None or row.status not in (DeliveryStatus.DEAD, DeliveryStatus.DELIVERED):
            return False
        self.rows[action_id] = replace(
            row, status=DeliveryStatus.PENDING, attempts=0, next_at=now, error="", delivered_at=None
        )
        return True

    async def deliveries(
        self,
        tenant: str,
        *,
        conversation: str | None = None,
        status: DeliveryStatus | None = None,
        destination: str | None = None,
        sight: Sight | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Delivery]:
        assert sight is None, "who serves is not known here"
        rows = [
            row
            for row in self.rows.values()
            if row.conversation.tenant == tenant
            and conversation in (None, row.conversation.id)
            and status in (None, row.status)
            and (destination is None or any(leg.destination == destination for leg in row.legs))
        ]
        return sorted(rows, key=lambda row: row.created_at, reverse=True)[offset : offset + limit]
