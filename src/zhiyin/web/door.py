"""Door: whether everybody on this machine is let in. So it is on one's own machine until there is a key or a user."""

from zhiyin.web.services import Services

LOOK_EVERY_MS = 5_000
"""A key or user that another process made (``zhiyin key add``) closes the door within this time."""


class Door:
    """Once closed it stays closed until the next start: ending the last key must not let everybody in."""

    def __init__(self, services: Services) -> None:
        self._store = services.store
        self._clock = services.clock
        self._settings = services.settings
        self._closed = not self._settings.loopback or services.people.sign_on is not None
        self._looked_at: int | None = None

    async def stands_open(self) -> bool:
        if self._settings.open:
            return True
        now = self._clock.now()
        if not self._closed and (self._looked_at is None or now - self._looked_at >= LOOK_EVERY_MS):
            self._closed = await self._has_users() or await self._has_keys()
            self._looked_at = now
        return not self._closed

    def close(self) -> None:
        """There is a user now, or a key."""
        self._closed = True

    async def _has_users(self) -> bool:
        return bool(await self._store.users())

    async def _has_keys(self) -> bool:
        return any(key.revoked_at is None for key in await self._store.keys())
