"""Wall: open conversations at a glance."""

from typing import Protocol

from zhiyin.domain.risk import Tier
from zhiyin.domain.tile import Tile


class Wall(Protocol):
    async def tiles(self, tenant: str, since: int, limit: int) -> list[Tile]:
        """Conversations whose last event lies at ``since`` ms or later and that are not closed, the newest first.

        Read from columns of their own: no snapshot is decoded. ``alarm_state`` is filled in.
        """

    async def fill_tiles(self, limit: int) -> int:
        """Give tiles to conversations that an older version stored without, the newest first; how many got one.

        A conversation that goes on meanwhile brings its own. 0: none is left.
        """

    async def open_tiers(self, tenant: str, since: int) -> dict[Tier, int]:
        """How many of them stand at each tier; every tier is named."""

    async def rung(self, tenant: str, since: int, until: int) -> dict[Tier, int]:
        """How many conversations reached their highest tier in [since, until) ms; every tier but none is named."""
