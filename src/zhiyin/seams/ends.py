"""Ends: how past conversations ended, so that warnings can be scored without reading each of them."""

from typing import Protocol

from zhiyin.domain.end_cell import EndCell, EndRule


class Ends(Protocol):
    async def ends(
        self,
        tenant: str,
        rule: EndRule,
        since: int | None = None,
        until: int | None = None,
        scene: str | None = None,
        channel: str | None = None,
    ) -> list[EndCell]:
        """Counts of the conversations that began in [since, until) (ms since 1970 UTC; None: not bounded).

        At most one cell a day, scene and channel, in no order. Always what ``BusinessOutcomes.joined`` would lead to,
        whether the days have been counted before or not; only slower where they have not.
        """

    async def settle_ends(self, limit: int = 5_000) -> int:
        """Find out which days must be counted anew, from up to ``limit`` changes; how many there were.

        0 also while another process is at it.
        """

    async def count_ends(self, limit: int = 7) -> int:
        """Count up to ``limit`` days that are not counted; how many could be kept."""
