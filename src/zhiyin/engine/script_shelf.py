"""ScriptShelf: the script library as it stands in the store, laid over what the policies bring."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from zhiyin.domain.library_script import CustomerGroup
from zhiyin.domain.phrase import BannedPhrase
from zhiyin.domain.policy import Policy, Script
from zhiyin.pipeline.phrases import PhraseFinder
from zhiyin.pipeline.shelf import ShelfEntry, entries, offered
from zhiyin.seams import Clock, Scripts

DAY_MS = 86_400_000
GRACE_DAYS = 14
"""Days after its review date for which a script is still offered. Chosen: two working weeks to look at it."""


def _no_phrases(_: str) -> tuple[BannedPhrase, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class LibraryParts:
    """What the library is handed by ``app``: shipped banned phrases of a scene, customer groups, days of grace."""

    phrases_of: Callable[[str], tuple[BannedPhrase, ...]] = _no_phrases
    groups: Sequence[CustomerGroup] = ()
    grace_days: int = GRACE_DAYS

    @property
    def grace_ms(self) -> int:
        return self.grace_days * DAY_MS


class ScriptShelf:
    def __init__(self, scripts: Scripts, clock: Clock, parts: LibraryParts) -> None:
        self._scripts = scripts
        self._clock = clock
        self.parts = parts

    async def entries(self, policies: Mapping[str, Policy]) -> list[ShelfEntry]:
        """All scripts of these policies and all that were kept here, whatever their state."""
        return entries(policies, await self._scripts.scripts())

    async def offered(self, policies: Mapping[str, Policy]) -> dict[str, tuple[Script, ...]]:
        """Scene -> what may be offered at this moment."""
        return offered(await self.entries(policies), self.parts.groups, self._clock.now(), self.parts.grace_ms)

    async def finder(self, tenant: str, scene: str) -> PhraseFinder:
        """Finds the shipped phrases of the scene and those the tenant has added."""
        own = await self._scripts.phrases(tenant)
        return _compiled((*self.parts.phrases_of(scene), *(one.banned for one in own)))


@lru_cache(maxsize=64)
def _compiled(phrases: tuple[BannedPhrase, ...]) -> PhraseFinder:
    return PhraseFinder(phrases)
