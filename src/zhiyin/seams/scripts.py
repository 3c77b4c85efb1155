"""Scripts: the script library: wordings with their history, own banned phrases, uses and what came of them."""

from collections.abc import Sequence
from typing import Protocol

from zhiyin.domain.library_script import ScriptRevision
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.phrase import OwnPhrase
from zhiyin.domain.script_use import ScriptFigures, ScriptUse, UseResult
from zhiyin.domain.utterance import ConversationRef


class Scripts(Protocol):
    async def keep_scripts(self, revisions: Sequence[ScriptRevision]) -> None:
        """Keep new revisions, all or none. ConflictError when one does not follow the newest kept of its script."""

    async def scripts(self) -> list[ScriptRevision]:
        """The newest revision of every kept script, by scene and id."""

    async def script_revisions(self, scene: str, script_id: str) -> list[ScriptRevision]:
        """Newest first; empty when it was never kept."""

    async def keep_phrase(self, phrase: OwnPhrase) -> None:
        """Keep or write over a phrase of a tenant, by its id."""

    async def drop_phrase(self, tenant: str, phrase_id: str) -> bool:
        """False: there is no such phrase."""

    async def phrases(self, tenant: str) -> list[OwnPhrase]:
        """By time and id."""

    async def add_use(self, use: ScriptUse, look_at: int) -> bool:
        """Keep a use, to be looked at from ``look_at`` (ms) on. False: one of this id is kept already."""

    async def due_uses(self, now: int, limit: int) -> list[ScriptUse]:
        """Uses whose end is open and whose time to be looked at has come, the longest due first."""

    async def judge_uses(self, results: Sequence[UseResult]) -> None:
        """Write what is known; one whose end has come goes into the figures, once."""

    async def script_figures(self, tenant: str) -> dict[tuple[str, str], ScriptFigures]:
        """(scene, id) -> sums, of all scripts that were used."""

    async def customer_outcomes(
        self, ref: ConversationRef, *, after: int = 0, upto: int | None = None, limit: int = 3
    ) -> list[Outcome]:
        """Outcomes of the customer's turns above sequence ``after``, in order; with ``upto`` the last ones until it."""
