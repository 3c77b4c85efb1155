"""PolicyDrafts: policies that people work on."""

from typing import Protocol

from zhiyin.domain.policy_draft import PolicyDraft


class PolicyDrafts(Protocol):
    async def policy_draft(self, tenant: str, scene: str, by: str) -> PolicyDraft | None: ...

    async def policy_drafts(self, tenant: str, scene: str) -> list[PolicyDraft]:
        """Of all people, the latest first."""

    async def save_policy_draft(self, draft: PolicyDraft) -> int:
        """Keep it in place of the one of its ``revision``; the revision it has from now on.

        ConflictError if the kept one has another revision: it was saved elsewhere in the meantime.
        """

    async def drop_policy_draft(self, tenant: str, scene: str, by: str) -> bool:
        """False: there was none."""
