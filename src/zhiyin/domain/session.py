"""Session: somebody who has signed in, in one browser."""

from dataclasses import dataclass

AGENT_LENGTH = 160
"""Characters kept of what a browser says it is."""


@dataclass(frozen=True, slots=True)
class Session:
    """``digest`` is the hex SHA-256 of the random token in the cookie; the token itself is kept nowhere.

    Times are ms since 1970 UTC. ``expires_at`` is the absolute end; the idle limit counts from ``seen_at``.
    """

    id: str
    user: str
    digest: str
    created_at: int
    seen_at: int
    expires_at: int
    agent: str
    address: str


@dataclass(frozen=True, slots=True)
class Limits:
    """In ms. ``idle`` counts from the last use, ``absolute`` from signing in."""

    idle: int
    absolute: int
