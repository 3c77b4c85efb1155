"""Governance: what the settings pages are handed by ``app``."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from zhiyin.domain.destination_state import Attempt, DestinationState
from zhiyin.domain.own_destination import OwnDestination
from zhiyin.engine.audit_log import AuditLog
from zhiyin.engine.person_desk import PersonDesk
from zhiyin.engine.retention_desk import RetentionDesk


class Destinations(Protocol):
    """Where actions go, see ``actions.switchboard``."""

    def states(self, tenant: str) -> Sequence[DestinationState]: ...

    async def switch(self, tenant: str, name: str, on: bool, by: str) -> None: ...

    async def test(self, tenant: str, name: str) -> Attempt: ...


class OwnDestinations(Protocol):
    """Destinations that administrators add, see ``actions.own_destinations``."""

    faults: dict[str, str]

    def of(self, tenant: str) -> Sequence[OwnDestination]: ...

    async def add(self, tenant: str, entry: OwnDestination, by: str) -> None: ...

    async def change(self, tenant: str, entry: OwnDestination, by: str) -> None: ...

    async def remove(self, tenant: str, name: str, by: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Governance:
    audit: AuditLog
    retention: RetentionDesk
    persons: PersonDesk
    destinations: Destinations
    own: OwnDestinations
    store_kind: str
    """``sqlite``, ``sqlite encrypted`` or ``postgresql``."""
    started_at: int
    """Milliseconds since 1970 UTC."""
