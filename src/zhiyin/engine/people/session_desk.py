"""SessionDesk: begins, finds and ends sessions."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from zhiyin.domain.session import AGENT_LENGTH, Limits, Session
from zhiyin.domain.user import User
from zhiyin.seams import Clock, Store

CACHE_MS = 5_000
"""How long a found session is trusted without asking the store: one that another process ended dies within this."""
SEEN_EVERY_MS = 60_000
"""A use is written down this often at most; so the idle limit may come this much early."""
_CACHED = 10_000


@dataclass(frozen=True, slots=True)
class SignedIn:
    session: Session
    user: User


class SessionDesk:
    def __init__(self, store: Store, clock: Clock, limits: Limits) -> None:
        self._store = store
        self._clock = clock
        self.limits = limits
        self._cache: dict[str, tuple[int, SignedIn | None]] = {}

    async def begin(self, user: User, agent: str, address: str) -> tuple[str, SignedIn]:
        """The token for the cookie, kept nowhere here, and the session."""
        token, now = secrets.token_urlsafe(32), self._clock.now()
        session = Session(
            id=secrets.token_hex(8),
            user=user.id,
            digest=digest_of(token),
            created_at=now,
            seen_at=now,
            expires_at=now + self.limits.absolute,
            agent=agent[:AGENT_LENGTH],
            address=address[:64],
        )
        await self._store.add_session(session)
        await self._store.signed_in(user.id, now)
        return token, SignedIn(session, user)

    async def find(self, token: str) -> SignedIn | None:
        """None if there is no such session, it is over, or its user was disabled. Counts as a use."""
        digest, now = digest_of(token), self._clock.now()
        known = self._cache.get(digest)
        if known is None or now - known[0] >= CACHE_MS:
            known = (now, await self._ask(digest, now))
            if len(self._cache) >= _CACHED:  # a flood of made-up tokens must not fill the memory
                self._cache.clear()
            self._cache[digest] = known
        found = known[1]
        return found if found and not self.over(found.session) else None

    def over(self, session: Session) -> bool:
        now = self._clock.now()
        return now >= session.expires_at or now - session.seen_at >= self.limits.idle

    async def of_user(self, user_id: str) -> list[Session]:
        """Those that are not over, newest first."""
        return [s for s in await self._store.sessions(user_id) if not self.over(s)]

    async def end(self, user_id: str, session_id: str) -> bool:
        ended = await self._store.end_session(user_id, session_id)
        self.forget()
        return ended

    async def end_all(self, user_id: str, but: str = "") -> int:
        ended = await self._store.end_sessions(user_id, but)
        self.forget()
        return ended

    def forget(self) -> None:
        """Ask the store anew about everybody: a session was ended, or a user changed."""
        self._cache.clear()

    async def _ask(self, digest: str, now: int) -> SignedIn | None:
        found = await self._store.find_session(digest)
        if found is None:
            return None
        session, user = found
        if not self.over(session) and now - session.seen_at >= SEEN_EVERY_MS:
            await self._store.see_session(session.id, now)
        return SignedIn(session, user)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(token: str) -> str:
    """The token that a page sends along with what it changes: only who may read our answers can know it.

    Made from the session's own, so it needs no place to be kept and dies with the session.
    """
    return hmac.new(token.encode(), b"zhiyin csrf", hashlib.sha256).hexdigest()
