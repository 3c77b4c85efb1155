"""Store: all topics over one database."""

from typing import Protocol

from zhiyin.seams.alarms import Alarms
from zhiyin.seams.audit import AuditTrail
from zhiyin.seams.business_outcomes import BusinessOutcomes
from zhiyin.seams.conversations import Archive, Journal, Lanes, Outbox
from zhiyin.seams.ends import Ends
from zhiyin.seams.erasure import Erasure
from zhiyin.seams.jobs import Jobs
from zhiyin.seams.keys import Keys
from zhiyin.seams.people import Sessions, SignInFailures, Users
from zhiyin.seams.policy_drafts import PolicyDrafts
from zhiyin.seams.reports import Reports
from zhiyin.seams.reviews import Reviews
from zhiyin.seams.row_pages import RowPages
from zhiyin.seams.rules import Policies, RiskVersions
from zhiyin.seams.scripts import Scripts
from zhiyin.seams.settings import Settings
from zhiyin.seams.summaries import Summaries
from zhiyin.seams.wall import Wall


class Store(
    Journal,
    Lanes,
    Outbox,
    Archive,
    BusinessOutcomes,
    Policies,
    PolicyDrafts,
    RiskVersions,
    Scripts,
    Keys,
    Summaries,
    Ends,
    Jobs,
    RowPages,
    Users,
    Sessions,
    SignInFailures,
    AuditTrail,
    Settings,
    Erasure,
    Alarms,
    Wall,
    Reviews,
    Reports,
    Protocol,
):
    async def open(self) -> None:
        """Connect and migrate. StoreError if it cannot be opened, is newer than this program, or the key is wrong."""

    async def close(self) -> None: ...

    async def ping(self) -> None:
        """Raises StoreError when the store does not answer."""
