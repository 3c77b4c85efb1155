"""Guard: who is calling, what they may do, how much and how fast."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import HTTPConnection

from zhiyin.domain.errors import BusyError
from zhiyin.domain.key import Access, ApiKey
from zhiyin.domain.user import staff_names
from zhiyin.engine.people.session_desk import SignedIn, csrf_of
from zhiyin.seams import Clock, Keys
from zhiyin.web.caller import Caller
from zhiyin.web.denied import Denied
from zhiyin.web.door import Door
from zhiyin.web.own_page import refuse_foreign_host, refuse_foreign_page
from zhiyin.web.rights import ALLOWED, Right
from zhiyin.web.services import People, WebSettings

__all__ = ["CSRF_HEADER", "Caller", "Denied", "Guard"]

KEY_CACHE_MS = 5_000
"""How long a found key is trusted without asking the store: a revoked key dies within this time."""
LOOK_EVERY_S = 5.0
"""How often it is asked whether somebody who watches may still do so."""
CSRF_HEADER = "X-CSRF-Token"

DEFAULT_TENANT = "default"
_PROTOCOL_PREFIX = "zhiyin.key."
_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """In this order: a key in a header, the cookie of a session, and, where the door stands open, everybody."""

    def __init__(self, keys: Keys, clock: Clock, settings: WebSettings, people: People, door: Door) -> None:
        self._keys = keys
        self._clock = clock
        self._settings = settings
        self._people = people
        self._door = door
        self.used: dict[str, int] = {}
        """Id of a key -> when it was last used since the start (ms)."""
        self._cache: dict[str, tuple[int, ApiKey | None]] = {}
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._requests = parse(settings.requests)
        self._events = parse(settings.events)

    async def admit(self, connection: HTTPConnection, right: Right) -> Caller:
        """Denied without a right; BusyError when the caller asks too often."""
        connection.state.right = right  # both for the operation log
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

    def count_stranger(self, connection: HTTPConnection) -> None:
        """BusyError when somebody who has not signed in asks too often."""
        if not self._limiter.hit(self._requests, "requests", _host(connection)):
            raise BusyError(f"more than {self._requests} requests; wait a moment", retry_after=1.0)

    @asynccontextmanager
    async def while_admitted(
        self, connection: HTTPConnection, right: Right, leave: Callable[[], Awaitable[None]]
    ) -> AsyncIterator[None]:
        """Around something that lasts, such as a live view: ``leave`` is called once the caller may no longer."""

        async def look() -> None:
            admitted = True
            while admitted:
                await asyncio.sleep(LOOK_EVERY_S)
                admitted = await self._still(connection, right)
            await leave()

        looking = asyncio.create_task(look(), name="still admitted")
        try:
            yield
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)

    async def _still(self, connection: HTTPConnection, right: Right) -> bool:
        try:
            now = await self._caller(connection)
            # With another role or staff number another view is due: this one ends, and the page comes back.
            same = (now.access, now.staff) == (connection.state.caller.access, connection.state.caller.staff)
            return same and now.access in ALLOWED[right]
        except Denied:
            return False

    async def _caller(self, connection: HTTPConnection) -> Caller:
        secret = _secret(connection)
        if secret:
            key = await self._find(secret)
            if key is None:
                raise Denied(401, "this key is unknown or revoked; ask an administrator for one (zhiyin key add)")
            self.used[key.id] = self._clock.now()
            return Caller(key.tenant, key.name, key.access, key.id, "key")
        token = self._people.cookie.read(connection)
        found = await self._people.sessions.find(token) if token else None
        if found:
            return self._signed_in(connection, token, found)
        if await self._door.stands_open():
            refuse_foreign_host(connection)
            refuse_foreign_page(connection, "")
            return Caller(DEFAULT_TENANT, "local", Access.ADMIN, _host(connection))
        raise Denied(401, "sign in, or send a key in the header 'Authorization: Bearer KEY'")

    def _signed_in(self, connection: HTTPConnection, token: str, found: SignedIn) -> Caller:
        """A browser sends the cookie by itself: so what it changes must show that a page of ours asked for it."""
        csrf = csrf_of(token)
        socket = connection.scope["type"] == "websocket"
        if socket or connection.scope["method"] not in _HARMLESS:
            refuse_foreign_page(connection, self._settings.public_url, origin_needed=socket)
            if not socket and not hmac.compare_digest(connection.headers.get(CSRF_HEADER, "").encode(), csrf.encode()):
                raise Denied(403, f"send the header {CSRF_HEADER} with the value of 'csrf' in GET /v1/me")
        user = found.user
        return Caller(
            tenant=user.tenant,
            name=user.name,
            access=user.access,
            bucket=f"user {user.id}",
            how="session",
            login=user.login,
            user_id=user.id,
            session_id=found.session.id,
            staff=staff_names(user),
            csrf=csrf,
        )

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


def _host(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else "local"


def _secret(connection: HTTPConnection) -> str:
    """From the Authorization header, X-API-Key, or (browsers' WebSockets) a sub-protocol ``zhiyin.key.KEY``."""
    scheme, _, value = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value:
        return value.strip()
    if key := connection.headers.get("x-api-key"):
        return key
    offered = [p.strip() for p in connection.headers.get("sec-websocket-protocol", "").split(",")]
    return next((p.removeprefix(_PROTOCOL_PREFIX) for p in offered if p.startswith(_PROTOCOL_PREFIX)), "")
