"""WallSettings: when a conversation counts as open, and how long a severe alarm may wait."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WallSettings:
    """In milliseconds. ``idle``: a conversation without any event for so long is no longer open.

    ``escalate``: a severe alarm that nobody took for so long is escalated; 0: never.
    """

    idle: int = 30 * 60_000
    escalate: int = 120_000
