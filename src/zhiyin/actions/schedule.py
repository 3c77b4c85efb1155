"""When to try again: the schedule that Standard Webhooks 1.0 recommends, with a jitter that can be computed again."""

from hashlib import sha256

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

SCHEDULE: tuple[int, ...] = (
    0,
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
)
"""Milliseconds before each attempt, counted from the one before. Ten attempts in about 75 hours.

Source: github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md, "Retry schedule".
"""

JITTER = 0.1
"""A delay is stretched or shortened by up to this share, so that many failures do not come back as one wave."""

LONGEST_WAIT = 24 * HOUR
"""A receiver may not put us off for longer than this (Retry-After)."""


def delay(key: str, attempts: int, wish: int = 0) -> int | None:
    """Milliseconds until the next attempt after ``attempts`` failed ones; None: there is no further attempt.

    The jitter comes from a hash of ``key`` and ``attempts``, not from chance, so that a run can be repeated exactly.
    ``wish`` is what the receiver asked for (Retry-After, in ms): never sooner than that, up to ``LONGEST_WAIT``.
    """
    if attempts >= len(SCHEDULE):
        return None
    digest = sha256(f"{key}:{attempts}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / 2**32
    return max(round(SCHEDULE[attempts] * (1 - JITTER + 2 * JITTER * share)), min(wish, LONGEST_WAIT))
