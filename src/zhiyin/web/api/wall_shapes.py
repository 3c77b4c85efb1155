"""Shapes of the wall: open conversations as tiles, loads, and alarms with what was done about them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from zhiyin.domain.alarm_handling import AlarmState, DeedKind, Resolution
from zhiyin.domain.key import Access
from zhiyin.domain.reading import Emotion
from zhiyin.domain.risk import Tier
from zhiyin.web.api.shapes import Shape, Share, Signed

Count = Annotated[int, Field(ge=0)]


class TileShape(Shape):
    """One open conversation. ``alarm`` is the highest tier it ever reached (``none``: none), ``alarm_at`` when.

    ``climb`` is the change of the risk per customer turn; ``firings`` counts rules of the policy that fired.
    """

    id: str
    scene: str
    channel: str
    team: str | None
    agent: str | None
    tier: Tier
    risk: Share
    mood: Signed
    moods: list[Signed] = Field(description="the mood after each of the latest customer turns, oldest first")
    climb: Signed
    rising: bool
    emotion: Emotion | None
    opened_at: datetime
    last_at: datetime
    waiting_since: datetime | None
    alarm: Tier
    alarm_at: datetime | None
    closed: bool
    why: list[str] = Field(description="the heaviest causes of the risk, in a few words each")
    firings: Count
    turns: Count


class LoadShape(Shape):
    """``key`` is empty where the sender names none; ``negative`` is the share of customer turns that are negative."""

    key: str
    team: str
    open: Count
    waiting: Count
    longest_since: datetime | None
    negative: Share | None
    alarms: Count = Field(description="moderate or severe ones that nobody has taken")
    severe: Count


class PulseShape(Shape):
    """How many open conversations stood at each tier at that moment."""

    at: datetime
    by_tier: dict[Tier, Count]


class AnsweredShape(Shape):
    """How long alarms waited for a person, in seconds; over all of one tier and team."""

    tier: Tier
    team: str | None
    answered: Count
    mean_s: Annotated[float, Field(ge=0)]
    longest_s: Annotated[float, Field(ge=0)]


class AlarmFiguresShape(Shape):
    """Moderate and severe alarms. ``states`` counts those that rang in the last 24 hours.

    ``mean_s`` and ``answered`` are about those on which somebody first acted today (Chinese time); ``rung_5min`` and
    ``rung_hour`` count, by tier, conversations that reached their highest tier in that time.
    """

    states: dict[AlarmState, Count]
    answered: Count
    mean_s: float | None
    rung_5min: dict[Tier, Count]
    rung_hour: dict[Tier, Count]


class WallShape(Shape):
    """``open`` counts all that the filter takes, ``tiles`` are the most urgent of them; ``truncated``: not all."""

    at: datetime
    idle_s: int = Field(description="a conversation without any event for so long is no longer open")
    escalate_s: int = Field(description="a severe alarm that waits for so long is escalated; 0: never")
    open: Count
    by_tier: dict[Tier, Count]
    waiting: Count
    longest: TileShape | None = Field(description="the one whose customer has waited longest")
    teams: list[LoadShape]
    agents: list[LoadShape]
    channels: list[LoadShape]
    rising: list[TileShape] = Field(description="those whose risk climbs fastest")
    tiles: list[TileShape]
    truncated: bool
    names: dict[str, list[str]] = Field(description="teams, channels and scenes of all open conversations")
    pulse: list[PulseShape] = Field(description="the last hour, twice a minute, since the service started")
    alarms: AlarmFiguresShape


class AlarmCaseShape(Shape):
    """An alarm and how it stands. ``person`` or ``team`` holds it; ``by`` did the last deed, at ``done_at``.

    ``reopened``: something had been done, then a higher tier was reached. Send ``version`` with what you do.
    """

    conversation: str
    tier: Tier
    at: datetime
    state: AlarmState
    version: Count
    scene: str
    channel: str
    served_team: str | None
    agent: str | None
    risk: Share
    last_at: datetime
    person: str
    team: str
    by: str
    done_at: datetime | None
    note: str
    resolution: Resolution | None
    escalated_at: datetime | None
    answered_at: datetime | None
    reopened: bool


class AlarmsShape(Shape):
    alarms: list[AlarmCaseShape]
    next_offset: int | None


class DeedShape(Shape):
    """One entry of an alarm's history; ``waited_s``: from the alarm to a person's first deed on it."""

    tier: Tier
    kind: DeedKind
    by: str
    at: datetime
    person: str
    team: str
    note: str
    resolution: Resolution | None
    waited_s: float | None


class AlarmDetailShape(Shape):
    alarm: AlarmCaseShape
    history: list[DeedShape] = Field(description="oldest first")


class AlarmTimesShape(Shape):
    """By tier and team of those who served the conversation."""

    since: datetime
    until: datetime
    times: list[AnsweredShape]


_Name = Annotated[str, Field(max_length=64)]
_Note = Annotated[str, Field(max_length=500)]
_Version = Annotated[int, Field(ge=0, le=2_000_000_000)]


class AcknowledgeShape(Shape):
    """``version``: of the alarm as it was seen; whoever sees an older one is told what has changed."""

    version: _Version | None = None
    note: _Note = ""


class ReceiverShape(Shape):
    """Somebody who may take alarms. Of two of one name, the name tells the login name, too."""

    id: str
    name: str
    access: Access


class ReceiversShape(Shape):
    receivers: list[ReceiverShape]
    typed: bool = Field(description="whether a name that is not on the list may be given as `person`")
    me: str = Field(description="the caller's own name, as alarms show it")


class HandOverShape(Shape):
    """To a person, a team, or a person of a team: one of the two is needed. A user is named by `user`, the id."""

    user: _Name = ""
    person: _Name = ""
    team: _Name = ""
    note: _Note = ""
    version: _Version | None = None


class CloseShape(Shape):
    resolution: Resolution
    note: _Note = ""
    version: _Version | None = None


class ReopenShape(Shape):
    note: _Note = ""
    version: _Version | None = None
