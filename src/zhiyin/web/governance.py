"""Governance: what the settings pages are handed by ``app``."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from zhiyin.domain.destination_state import Attempt, DestinationState
from zhiyin.engine.audit_log import AuditLog
from zhiyin.engine.person_desk import PersonDesk
from zhiyin.engine.retention_desk import RetentionDesk


class Destinations(Protocol):
    """Where actions go, see ``actions.switchboard``."""

    def states(self, tenant: str) -> Sequence[DestinationState]: ...

    async def switch(self, tenant: str, name: str, on: bool, by: str) -> None: ...

    async def test(self, tenant: str, name: str) -> Attempt: ...


@dataclass(frozen=True, slots=True)
class Governance:
    audit: AuditLog
    retention: RetentionDesk
    persons: PersonDesk
    destinations: Destinations
    store_kind: str
    """``sqlite``, ``sqlite encrypted`` or ``postgresql``."""
    started_at: int
    """Milliseconds since 1970 UTC."""
