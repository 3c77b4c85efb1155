"""The store: all topics over one database, as the ``Store`` seam wants them."""

from zhiyin.seams import Summer
from zhiyin.store.address import parse
from zhiyin.store.alarms import SqlAlarms
from zhiyin.store.archive import SqlArchive
from zhiyin.store.audit import SqlAuditTrail
from zhiyin.store.business_outcomes import SqlBusinessOutcomes
from zhiyin.store.database import Database
from zhiyin.store.ends import SqlEnds
from zhiyin.store.erasure import SqlErasure
from zhiyin.store.jobs import SqlJobs
from zhiyin.store.journal import SqlJournal
from zhiyin.store.keys import SqlKeys
from zhiyin.store.lanes import SqlLanes
from zhiyin.store.outbox import SqlOutbox
from zhiyin.store.policies import SqlPolicies
from zhiyin.store.policy_drafts import SqlPolicyDrafts
from zhiyin.store.reports import SqlReports
from zhiyin.store.reviews import SqlReviews
from zhiyin.store.risk_versions import SqlRiskVersions
from zhiyin.store.row_pages import SqlRowPages
from zhiyin.store.scripts import SqlScripts
from zhiyin.store.sessions import SqlSessions, SqlSignInFailures
from zhiyin.store.settings import SqlSettings
from zhiyin.store.summaries import SqlSummaries
from zhiyin.store.users import SqlUsers
from zhiyin.store.wall import SqlWall


class SqlStore(
    SqlJournal,
    SqlLanes,
    SqlOutbox,
    SqlArchive,
    SqlBusinessOutcomes,
    SqlPolicies,
    SqlPolicyDrafts,
    SqlRiskVersions,
    SqlScripts,
    SqlKeys,
    SqlSummaries,
    SqlEnds,
    SqlJobs,
    SqlRowPages,
    SqlUsers,
    SqlSessions,
    SqlSignInFailures,
    SqlAuditTrail,
    SqlSettings,
    SqlErasure,
    SqlAlarms,
    SqlWall,
    SqlReviews,
    SqlReports,
):
    """SQLite or PostgreSQL. ``open`` before use; every write is durable when its call returns."""

    async def open(self) -> None:
        await self._database.open()

    async def close(self) -> None:
        await self._database.close()

    async def ping(self) -> None:
        await self._database.ping()


def open_store(url: str, key: str | None = None, summer: Summer | None = None) -> SqlStore:
    """A store that is not open yet. ``key`` encrypts a SQLite file. StoreError if the URL or the key cannot be used.

    ``summer`` counts the summaries; a store that has any cannot be written to without it.
    """
    return SqlStore(Database(parse(url, key)), summer)
