"""RetentionDesk: how long a tenant keeps what, and the task that deletes what is older."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Protocol

import msgspec
import structlog

from zhiyin.domain.errors import InputError, ZhiyinError
from zhiyin.domain.retention import DAY_MS, LEAST_AUDIT_DAYS, MOST_DAYS, Expired, Retention
from zhiyin.engine.audit_log import AuditLog
from zhiyin.seams import AuditTrail, Clock, Erasure, RowPages, Setting, Settings

RETENTION = "retention"
"""Name of the setting."""
EVERY_S = 3600.0
"""Seconds between two rounds."""
BATCH = 100
"""Conversations, deliveries, outcomes or entries deleted by one commit: a few milliseconds of the writer's time."""
PAUSE_S = 0.05
"""Seconds between two batches, in which others write."""

_log = structlog.get_logger(__name__)


class RetentionStore(Erasure, AuditTrail, Settings, RowPages, Protocol):
    """What retention needs of a store."""


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Times in ms before which each kind is deleted; None: nothing of it."""

    conversations: int | None
    deliveries: int | None
    business_outcomes: int | None
    audit: int | None


class RetentionDesk:
    def __init__(self, store: RetentionStore, audit: AuditLog, clock: Clock) -> None:
        self._store = store
        self._audit = audit
        self._clock = clock
        self._strays: set[str] = set()

    async def of(self, tenant: str) -> Retention:
        """Nothing is deleted that nobody set."""
        found = await self._store.setting(tenant, RETENTION)
        return msgspec.json.decode(found.body, type=Retention) if found else Retention()

    async def put(self, tenant: str, retention: Retention, by: str) -> list[str]:
        """Set it; says what changed, as ``kind: old -> new``. InputError for a time that cannot be."""
        _check(retention)
        before = await self.of(tenant)
        body = msgspec.json.encode(retention).decode()
        await self._store.put_setting(Setting(tenant, RETENTION, body, by, self._clock.now()))
        return [
            f"{field.name}: {_days(getattr(before, field.name))} -> {_days(getattr(retention, field.name))}"
            for field in fields(Retention)
            if getattr(before, field.name) != getattr(retention, field.name)
        ]

    async def preview(self, tenant: str, retention: Retention) -> Expired:
        """What would be deleted now if this were set. InputError for a time that cannot be."""
        _check(retention)
        return await self._expired(tenant, self._cutoffs(retention))

    async def run(self) -> None:
        """Apply what is set, again and again, until cancelled."""
        while True:
            try:
                await self.apply_all()
                await self.sweep()
            except ZhiyinError as error:
                _log.warning("retention could not be applied, will be tried again", error=str(error))
            await asyncio.sleep(EVERY_S)

    async def sweep(self) -> int:
        """Drop pages of files whose coming in was cut off by a kill; how many files.

        A file that is coming in has no job yet either. It takes minutes at most, so what two rounds in a row find has
        been left for good.
        """
        found = set(await self._store.stray_pages())
        left, self._strays = found & self._strays, found
        for name in sorted(left):
            await self._store.drop_pages(name)
        if left:
            _log.info("pages of files that never became an analysis were dropped", files=len(left))
        return len(left)

    async def apply_all(self) -> None:
        """One round over all tenants that have set something."""
        for one in await self._store.settings_named(RETENTION):
            await self.apply(one.tenant)

    async def apply(self, tenant: str) -> Expired:
        """Delete what is too old, batch by batch; what is deleted stands in the operation log, before and after."""
        cutoffs = self._cutoffs(await self.of(tenant))
        due = await self._expired(tenant, cutoffs)
        if due.nothing:
            return due
        await self._audit.did(tenant, "retention begins", f"{_said(due)}; {_limits(cutoffs)}")
        store, audit = self._store, self._audit
        done = Expired(
            conversations=await self._all(store.delete_conversations, tenant, cutoffs.conversations),
            deliveries=await self._all(store.delete_deliveries, tenant, cutoffs.deliveries),
            business_outcomes=await self._all(store.delete_business_outcomes, tenant, cutoffs.business_outcomes),
            audit=await self._all(audit.trim, tenant, cutoffs.audit),
        )
        await self._audit.did(tenant, "retention done", f"deleted {_said(done)}")
        return done

    async def _all(self, delete: Callable[[str, int, int], Awaitable[int]], tenant: str, before: int | None) -> int:
        if before is None:
            return 0
        total = 0
        while (gone := await delete(tenant, before, BATCH)) > 0:
            total += gone
            await asyncio.sleep(PAUSE_S)
        return total

    async def _expired(self, tenant: str, cutoffs: Cutoffs) -> Expired:
        found = await self._store.count_expired(
            tenant, cutoffs.conversations, cutoffs.deliveries, cutoffs.business_outcomes
        )
        entries = 0 if cutoffs.audit is None else await self._store.count_audit(tenant, cutoffs.audit)
        return Expired(found.conversations, found.deliveries, found.business_outcomes, entries)

    def _cutoffs(self, retention: Retention) -> Cutoffs:
        now = self._clock.now()

        def before(days: int | None) -> int | None:
            return None if days is None else now - days * DAY_MS

        return Cutoffs(
            before(retention.conversations),
            before(retention.deliveries),
            before(retention.business_outcomes),
            before(retention.audit),
        )


def _check(retention: Retention) -> None:
    for field in fields(Retention):
        days, least = getattr(retention, field.name), LEAST_AUDIT_DAYS if field.name == "audit" else 1
        if days is not None and not least <= days <= MOST_DAYS:
            why = " (the law asks for six months of operation logs)" if field.name == "audit" else ""
            raise InputError(f"{field.name}: give {least} to {MOST_DAYS} days{why}, or nothing to keep it for good")


def _days(days: int | None) -> str:
    return "for good" if days is None else f"{days} days"


def _said(expired: Expired) -> str:
    return ", ".join(f"{getattr(expired, field.name)} {field.name}" for field in fields(Expired))


def _limits(cutoffs: Cutoffs) -> str:
    found = []
    for field in fields(Cutoffs):
        at = getattr(cutoffs, field.name)
        if at is not None:
            found.append(f"{field.name} before {datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%dT%H:%MZ}")
    return ", ".join(found)
