"""WallPulse: how many conversations stood at which tier over the last hour. Kept in memory: a restart begins anew."""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from zhiyin.domain.errors import ZhiyinError
from zhiyin.domain.risk import Tier
from zhiyin.domain.wall_settings import WallSettings
from zhiyin.seams import Clock, Wall

EVERY_S = 30.0
BEATS = 120
"""An hour of beats."""
MOST_TENANTS = 100

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Beat:
    """``at`` in milliseconds since 1970 UTC; open conversations by tier."""

    at: int
    by_tier: Mapping[Tier, int]


class WallPulse:
    def __init__(
        self, wall: Wall, clock: Clock, settings: WallSettings, tenants: tuple[str, ...] = ("default",)
    ) -> None:
        """``tenants`` are followed from the start, others from the first time somebody looks at their wall."""
        self._wall = wall
        self._clock = clock
        self._settings = settings
        self._beats: dict[str, deque[Beat]] = {tenant: deque(maxlen=BEATS) for tenant in tenants}

    def beats(self, tenant: str) -> list[Beat]:
        """Of the last hour, oldest first."""
        if tenant not in self._beats and len(self._beats) < MOST_TENANTS:
            self._beats[tenant] = deque(maxlen=BEATS)
        return list(self._beats.get(tenant, ()))

    async def run(self) -> None:
        """Beat until cancelled."""
        while True:
            try:
                await self.beat()
            except ZhiyinError as error:
                _log.warning("open conversations could not be counted, will be tried again", error=str(error))
            await asyncio.sleep(EVERY_S)

    async def beat(self) -> None:
        now = self._clock.now()
        for tenant, beats in list(self._beats.items()):
            beats.append(Beat(now, await self._wall.open_tiers(tenant, now - self._settings.idle)))
