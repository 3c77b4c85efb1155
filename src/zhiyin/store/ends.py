"""Ends: how past conversations ended, from counts by day."""

from zhiyin.domain.end_cell import EndCell, EndRule
from zhiyin.store import end_days
from zhiyin.store.end_scan import Stretch
from zhiyin.store.topic import Topic


class SqlEnds(Topic):
    async def ends(
        self,
        tenant: str,
        rule: EndRule,
        since: int | None = None,
        until: int | None = None,
        scene: str | None = None,
        channel: str | None = None,
    ) -> list[EndCell]:
        return await self._database.read(end_days.cells, Stretch(tenant, since, until, scene, channel), rule)

    async def settle_ends(self, limit: int = 5_000) -> int:
        if not await self._database.read(end_days.marked):
            return 0
        (settled,) = await self._database.write(end_days.settle, [limit])
        return settled

    async def count_ends(self, limit: int = 7) -> int:
        counted = await self._database.read(end_days.count_some, limit)
        return sum(await self._database.write(end_days.keep, counted))
