"""Store: all topics over one database."""

from typing import Protocol

from zhiyin.seams.business_outcomes import BusinessOutcomes
from zhiyin.seams.conversations import Archive, Journal, Lanes, Outbox
from zhiyin.seams.jobs import Jobs
from zhiyin.seams.keys import Keys
from zhiyin.seams.policy_drafts import PolicyDrafts
from zhiyin.seams.row_pages import RowPages
from zhiyin.seams.rules import Policies, RiskVersions


class Store(
    Journal,
    Lanes,
    Outbox,
    Archive,
    BusinessOutcomes,
    Policies,
    PolicyDrafts,
    RiskVersions,
    Keys,
    Jobs,
    RowPages,
    Protocol,
):
    async def open(self) -> None:
        """Connect and migrate. StoreError if it cannot be opened, is newer than this program, or the key is wrong."""

    async def close(self) -> None: ...

    async def ping(self) -> None:
        """Raises StoreError when the store does not answer."""
