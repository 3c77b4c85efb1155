"""AuditTrail: the operation log. Entries are only ever added; retention takes the oldest away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from zhiyin.domain.audit_entry import AuditEntry, AuditHead, AuditNote


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """``since`` and ``until`` (excluded) in ms; ``before``: entries with a lower sequence number only."""

    tenant: str
    who: str | None = None
    right: str | None = None
    since: int | None = None
    until: int | None = None
    before: int | None = None
    limit: int = 100


class AuditTrail(Protocol):
    async def append_audit(self, notes: Sequence[AuditNote], key: bytes) -> list[AuditEntry]:
        """Chain the notes to their tenants' logs, sealed by ``key`` (empty: none); durable when it returns.

        Writers at the same time, in other processes too, follow each other: no sequence number is given twice.
        """

    async def audit_entries(self, query: AuditQuery) -> list[AuditEntry]:
        """Newest first."""

    async def audit_chain(self, tenant: str, after: int, limit: int) -> list[AuditEntry]:
        """Entries with a sequence number above ``after``, oldest first."""

    async def audit_head(self, tenant: str) -> AuditHead | None:
        """None before the first entry."""

    async def audit_people(self, tenant: str) -> list[str]:
        """Names that occur in the log, sorted; at most 200."""

    async def count_audit(self, tenant: str, before: int) -> int:
        """How many entries are older than ``before`` (ms)."""

    async def trim_audit(self, tenant: str, before: int, limit: int, key: bytes) -> int:
        """Delete up to ``limit`` of the oldest entries that are older than ``before`` (ms); returns how many.

        The head remembers where the rest begins. The newest entry always stays.
        """
