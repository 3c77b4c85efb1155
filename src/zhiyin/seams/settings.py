"""Settings: what a tenant's administrators set while the service runs."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Setting:
    """``body`` is JSON; ``at`` in ms since 1970 UTC."""

    tenant: str
    name: str
    body: str
    by: str
    at: int


class Settings(Protocol):
    async def setting(self, tenant: str, name: str) -> Setting | None:
        """None: never set."""

    async def settings_named(self, name: str) -> list[Setting]:
        """Of all tenants, by tenant."""

    async def put_setting(self, setting: Setting) -> None:
        """The last one counts."""
