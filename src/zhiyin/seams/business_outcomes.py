"""BusinessOutcomes: what came back after conversations."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from zhiyin.domain.business_outcome import BusinessOutcome
from zhiyin.domain.customer import CustomerRef
from zhiyin.domain.kept_outcome import KeptOutcome
from zhiyin.domain.past_conversation import PastConversation


class BusinessOutcomes(Protocol):
    async def keep_outcomes(self, outcomes: Sequence[BusinessOutcome], received_at: int) -> list[tuple[int, bool]]:
        """(revision, new) each; new: not what the newest revision says. The revision given with it is not looked at."""

    async def current_outcomes(self, tenant: str, ids: Sequence[str]) -> dict[str, BusinessOutcome]:
        """Newest revisions by id, withdrawn ones too."""

    async def kept_outcomes(self, tenant: str, conversation: str | None = None, limit: int = 500) -> list[KeptOutcome]:
        """All revisions, newest receipt first; of a conversation also those linked to it by its customer."""

    async def past_outcomes(self, customers: Sequence[CustomerRef]) -> dict[CustomerRef, list[tuple[int, bool]]]:
        """(at, bad) of each customer's outcomes that count now, oldest first; no entry: none is known."""

    def joined(
        self,
        tenant: str,
        since: int | None,
        until: int | None,
        scene: str | None = None,
        channel: str | None = None,
        team: str | None = None,
    ) -> AsyncIterator[PastConversation]:
        """Conversations that began in [since, until) ms with what came of them, oldest first; a page in memory.

        ``team``: the one that served last.
        """
