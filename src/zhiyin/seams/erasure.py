"""Erasure: taking data away for good, and finding all that is kept of one person."""

from collections.abc import Sequence
from typing import Protocol

from zhiyin.domain.kept_outcome import KeptOutcome
from zhiyin.domain.person import PersonRecord
from zhiyin.domain.retention import Expired


class Erasure(Protocol):
    """What is deleted about a conversation is every row of every table that names it, see ``store/erasure.py``."""

    async def count_expired(
        self, tenant: str, conversations: int | None, deliveries: int | None, business_outcomes: int | None
    ) -> Expired:
        """How much is older than these times (ms; None: not asked)."""

    async def delete_conversations(self, tenant: str, before: int, limit: int) -> int:
        """Up to ``limit`` conversations whose last event is older than ``before`` (ms) and that wait for nothing.

        Their actions stay, they have a time of their own.
        """

    async def delete_deliveries(self, tenant: str, before: int, limit: int) -> int:
        """Up to ``limit`` actions made before that are not pending."""

    async def delete_business_outcomes(self, tenant: str, before: int, limit: int) -> int:
        """Up to ``limit`` outcomes, with all revisions, the newest of which arrived before."""

    async def person(self, tenant: str, customer: str) -> PersonRecord:
        """What is kept under a pseudonym."""

    async def person_outcomes(self, record: PersonRecord) -> list[KeptOutcome]:
        """Business outcomes of a person, all revisions, oldest receipt first."""

    async def erase_person(self, record: PersonRecord, conversations: Sequence[str]) -> None:
        """Delete these conversations with their actions, and the outcomes that name them or the customer."""
