"""TalkEnd: what the scoring of warnings counts of one conversation."""

from dataclasses import dataclass

from zhiyin.domain.alarm import Alarm


@dataclass(frozen=True, slots=True)
class TalkEnd:
    """Times in milliseconds since 1970 UTC; ``risk`` after the last turn, in 0-1."""

    scene: str
    channel: str
    opened_at: int
    last_at: int
    turns: int
    alarms: tuple[Alarm, ...]
    risk: float
    told: bool
    """Whether any outcome that counts belongs to it."""
    bad_at: int | None
    """When the first bad outcome happened."""
