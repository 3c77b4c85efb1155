"""Guard: who is calling, what they may do, how much and how fast."""

import hashlib
from dataclasses import dataclass

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import HTTPConnection

from zhiyin.domain.errors import BusyError
from zhiyin.domain.key import Access, ApiKey
from zhiyin.seams import Clock, Keys
from zhiyin.web.rights import ALLOWED, Right
from zhiyin.web.services import WebSettings

KEY_CACHE_MS = 5_000
"""How long a found key is trusted without asking the store: a revoked key dies within this time."""

DEFAULT_TENANT = "default"
_PROTOCOL_PREFIX = "zhiyin.key."


class Denied(Exception):  # noqa: N818
    """``status`` is 401 (who are you?) or 403 (you may not)."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


@dataclass(frozen=True, slots=True)
class Caller:
    """``bucket`` is what rates are counted by: the key, or the address of a caller without one."""

    tenant: str
    name: str
    access: Access
    bucket: str
    how: str = "key"
    """How the caller showed who they are: ``key``, or ``open`` where nobody is asked."""


class Guard:
    def __init__(self, keys: Keys, clock: Clock, settings: WebSettings) -> None:
        self._keys = keys
        self._clock = clock
        self._settings = settings
        self.used: dict[str, int] = {}
        """Id of a key -> when it was last used since the start (ms)."""
        self._cache: dict[str, tuple[int, ApiKey | None]] = {}
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._requests = parse(settings.requests)
        self._events = parse(settings.events)

    async def admit(self, connection: HTTPConnection, right: Right) -> Caller:
        """Denied without a right; BusyError when the caller asks too often."""
        connection.state.right = right  # both for the operation log, see ``web.auditing``
        caller = await self._caller(connection)
        connection.state.caller = caller
        if caller.access not in ALLOWED[right]:
            raise Denied(403, f"the role {caller.access.value} does not have the right {right.value}")
        self._count(self._requests, caller, 1, "requests")
        return caller

    def forget(self, digest: str) -> None:
        """A key was revoked here: do not trust it a moment longer."""
        self._cache.pop(digest, None)

    def count_events(self, caller: Caller, events: int) -> None:
        """BusyError when the caller sends more events than the rate allows."""
        if events:
            self._count(self._events, caller, events, "events")

    async def _caller(self, connection: HTTPConnection) -> Caller:
        secret = _secret(connection)
        host = connection.client.host if connection.client else "local"
        if secret:
            key = await self._find(secret)
            if key is None:
                raise Denied(401, "this key is unknown or revoked; ask an administrator for one (zhiyin key add)")
            self.used[key.id] = self._clock.now()
            return Caller(key.tenant, key.name, key.access, key.id)
        if self._settings.open:
            _refuse_foreign_page(connection)
            return Caller(DEFAULT_TENANT, "local", Access.ADMIN, host, "open")
        raise Denied(401, "send a key in the header 'Authorization: Bearer KEY'")

    async def _find(self, secret: str) -> ApiKey | None:
        digest = hashlib.sha256(secret.encode()).hexdigest()
        now = self._clock.now()
        known = self._cache.get(digest)
        if known and now - known[0] < KEY_CACHE_MS:
            return known[1]
        if len(self._cache) > 10_000:  # a flood of made-up keys must not fill the memory
            self._cache.clear()
        key = await self._keys.find_key(digest)
        self._cache[digest] = (now, key)
        return key

    def _count(self, rate: RateLimitItem, caller: Caller, cost: int, what: str) -> None:
        # A batch larger than a whole window is charged the window, else it could never pass.
        if not self._limiter.hit(rate, what, caller.bucket, cost=min(cost, rate.amount)):
            raise BusyError(f"more than {rate} {what}; wait a moment and send this again", retry_after=1.0)


def _secret(connection: HTTPConnection) -> str:
    """From the Authorization header, X-API-Key, or (browsers' WebSockets) a sub-protocol ``zhiyin.key.KEY``."""
    scheme, _, value = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value:
        return value.strip()
    if key := connection.headers.get("x-api-key"):
        return key
    offered = [p.strip() for p in connection.headers.get("sec-websocket-protocol", "").split(",")]
    return next((p.removeprefix(_PROTOCOL_PREFIX) for p in offered if p.startswith(_PROTOCOL_PREFIX)), "")


def _refuse_foreign_page(connection: HTTPConnection) -> None:
    """Without keys, a page of another site in the same browser must not reach us (CSRF, DNS rebinding)."""
    host = (connection.headers.get("host") or "").rsplit(":", 1)[0].strip("[]")
    if host and host not in ("localhost", "127.0.0.1", "::1", "testserver"):
        raise Denied(403, "without keys this service answers to localhost only; add a key (zhiyin key add)")
    origin = connection.headers.get("origin")
    if origin and origin.split("://", 1)[-1] != connection.headers.get("host"):
        raise Denied(403, "a page of another site may not call this service without a key")
