"""SummaryKey: where a mood summary belongs, and along which axes summaries can be told apart."""

from dataclasses import dataclass
from enum import StrEnum


class Axis(StrEnum):
    HOUR = "hour"
    """Beginning of an hour in UTC, in milliseconds since 1970."""
    DAY = "day"
    """Beginning of a day in the site's time zone, in milliseconds since 1970 UTC."""
    SCENE = "scene"
    CHANNEL = "channel"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class SummaryKey:
    """None: summed over all of that axis. ``team`` is "" for turns of which no team was told."""

    at: int | None = None
    """Of the hour or the day, see ``Axis``."""
    scene: str | None = None
    channel: str | None = None
    team: str | None = None
