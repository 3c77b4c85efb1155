"""Rules: which policies and which weights count."""

from typing import Protocol

from zhiyin.domain.policy import Policy
from zhiyin.domain.policy_change import KeptPolicy, PolicyChange
from zhiyin.domain.risk_version import RiskVersion


class Policies(Protocol):
    async def publish(
        self, policy: Policy, by: str, at: int, note: str = "", text: str = "", over: str | None = None
    ) -> None:
        """Keep a version and make it the active one of its scene. ConflictError if the version exists and differs.

        ``text`` is the YAML it was written as, kept the first time. ``over``: the version that must be active for this
        to count (empty: none at all), ConflictError otherwise; None: whatever is.
        """

    async def activate(self, scene: str, version: str, by: str, at: int, note: str = "") -> None:
        """Switch back to a kept version. NotFoundError if it was never published."""

    async def kept_policy(self, scene: str, version: str) -> KeptPolicy | None: ...

    async def policy_changes(self, scene: str, limit: int = 200) -> list[PolicyChange]:
        """Every publishing and switching of a scene, newest first."""

    async def active(self) -> dict[str, Policy]:
        """Scene -> active policy."""

    async def versions(self, scene: str) -> list[tuple[str, bool, str, int]]:
        """(version, active, by, at), newest first."""


class RiskVersions(Protocol):
    async def keep_risk(self, version: RiskVersion) -> None:
        """Keep refitted weights, without activating them. ConflictError if the name is kept already and differs."""

    async def activate_risk(self, name: str, by: str, at: int) -> None:
        """Let a kept version count; an empty name: the shipped weights. NotFoundError if it was never kept."""

    async def active_risk(self) -> RiskVersion | None:
        """None: the shipped weights count."""

    async def risk_versions(self) -> list[RiskVersion]:
        """Newest first."""
