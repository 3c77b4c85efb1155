"""AuditLog: the way into the operation log, and the check that nobody changed it."""

import asyncio

from zhiyin.domain.audit_check import AuditCheck
from zhiyin.domain.audit_entry import START, AuditNote, head_of
from zhiyin.domain.errors import ZhiyinError
from zhiyin.engine.audit_walk import Anchor, AuditWalk
from zhiyin.seams import AuditTrail, Clock

PAGE = 500
"""Entries in memory while the chain is walked."""
MISSED = 10_000
"""Notes held while the log cannot be written; no deed is let through meanwhile, so there are far fewer."""
SYSTEM = "zhiyin"
"""Who did what nobody asked for by hand."""


class AuditLog:
    """``key`` seals the entries; empty: they are only chained."""

    def __init__(self, trail: AuditTrail, clock: Clock, key: bytes = b"") -> None:
        self.trail = trail
        self._clock = clock
        self._key = key
        self._missed: list[AuditNote] = []
        self._turn = asyncio.Lock()

    @property
    def keyed(self) -> bool:
        return bool(self._key)

    async def ready(self) -> None:
        """Before a deed: write what could not be written before. ZhiyinError while the log still cannot be written."""
        if self._missed:
            async with self._turn:
                held = self._missed[:]
                if held:
                    await self.trail.append_audit(held, self._key)
                    del self._missed[: len(held)]

    async def write(self, note: AuditNote) -> None:
        """Durable when it returns. ZhiyinError if it cannot be written; it is then kept in mind for ``ready``."""
        try:
            await self.trail.append_audit([note], self._key)
        except ZhiyinError:
            if len(self._missed) < MISSED:
                self._missed.append(note)
            raise

    async def did(self, tenant: str, deed: str, detail: str, *, who: str = SYSTEM, how: str = "system") -> None:
        """Write what was done without a request."""
        await self.write(AuditNote(tenant, self._clock.now(), who, how=how, deed=deed, detail=detail))

    async def trim(self, tenant: str, before: int, limit: int) -> int:
        """Delete up to ``limit`` of the oldest entries that are older than ``before`` (ms)."""
        return await self.trail.trim_audit(tenant, before, limit, self._key)

    async def verify(self, tenant: str, anchor: Anchor | None = None) -> AuditCheck:
        """Walk the whole chain, a page at a time; entries that are added meanwhile are looked at as well."""
        check = await self._walk(tenant, anchor)
        if check.whole:
            return check
        # Retention may have taken entries away under our feet: what is really broken is broken the second time, too.
        return await self._walk(tenant, anchor)

    async def _walk(self, tenant: str, anchor: Anchor | None) -> AuditCheck:
        head = await self.trail.audit_head(tenant)
        walk = AuditWalk(self._key, head or head_of(tenant, 0, START, 1, START, b""), anchor)
        if head is None and not await self.trail.audit_chain(tenant, 0, 1):
            return AuditCheck(0, 1, 0, START, 0, self.keyed)
        while not walk.broken:
            page = await self.trail.audit_chain(tenant, walk.after, PAGE)
            if page:
                walk.go(page)
                continue
            head = await self.trail.audit_head(tenant)
            if head is None or head.sequence <= walk.after:
                break
            late = await self.trail.audit_chain(tenant, walk.after, PAGE)
            if not late:
                break
            walk.go(late)
        return walk.end(head)
