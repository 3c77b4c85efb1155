"""Store: all topics over one database."""

from typing import Protocol

from zhiyin.seams.audit import AuditTrail
from zhiyin.seams.business_outcomes import BusinessOutcomes
from zhiyin.seams.conversations import Archive, Journal, Lanes, Outbox
from zhiyin.seams.erasure import Erasure
from zhiyin.seams.keys import Keys
from zhiyin.seams.people import Sessions, SignInFailures, Users
from zhiyin.seams.rules import Policies, RiskVersions
from zhiyin.seams.settings import Settings


class Store(
    Journal,
    Lanes,
    Outbox,
    Archive,
    BusinessOutcomes,
    Policies,
    RiskVersions,
    Keys,
    AuditTrail,
    Settings,
    Erasure,
    Users,
    Sessions,
    SignInFailures,
    Protocol,
):
    async def open(self) -> None:
        """Connect and migrate. StoreError if it cannot be opened, is newer than this program, or the key is wrong."""

    async def close(self) -> None: ...

    async def ping(self) -> None:
        """Raises StoreError when the store does not answer."""
