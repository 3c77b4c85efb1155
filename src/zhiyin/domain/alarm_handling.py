"""Alarm handling: who took an alarm, to whom it was handed over, and how it ended. Pure.

A conversation has one alarm: the highest tier it ever reached. What was done counts for that tier and those below; when
the conversation reaches a higher one, its alarm is open again by itself.

    open  --acknowledge--> taken by the one who asks          taken, closed --reopen--> open
    open, taken --hand over--> taken by another               taken by a team --acknowledge--> taken by a person
    open, taken --close--> closed                             all else: refused, with the name of who was first

Whoever acts on an alarm says which ``version`` of it was seen. Of two who saw the same one, the first wins, and the
second is told who was first. The same deed by the same person twice changes nothing.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from zhiyin.domain.errors import ConflictError
from zhiyin.domain.risk import Tier
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef

ALARM_FROM = Tier.MODERATE
"""The lowest tier that a person is asked to take: the mild one is answered with a script, by the agent alone."""

SYSTEM = "zhiyin"
"""Who did what the service does by itself."""


class AlarmState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


class DeedKind(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    HAND_OVER = "hand_over"
    CLOSE = "close"
    REOPEN = "reopen"
    ESCALATE = "escalate"
    """By the service: nobody took the alarm in time."""


class Resolution(StrEnum):
    SOOTHED = "soothed"
    FALSE_ALARM = "false_alarm"
    COMPLAINT = "complaint"
    """Went on as a complaint."""
    OTHER = "other"


class AlarmTakenError(ConflictError):
    """Somebody else was first; ``by`` is that person or team."""

    def __init__(self, message: str, by: str) -> None:
        super().__init__(message)
        self.by = by


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does, at ``at`` ms. ``person`` and ``team`` are those to whom an alarm is handed over."""

    kind: DeedKind
    by: str
    at: int
    person: str = ""
    team: str = ""
    note: SafeText | None = None
    resolution: Resolution | None = None


@dataclass(frozen=True, slots=True)
class AlarmHandling:
    """How an alarm stands since the last deed. ``version`` counts deeds from 1; ``tier`` is what they were done for."""

    tier: Tier
    state: AlarmState
    version: int
    last: Deed
    person: str = ""
    """Who holds it; empty: nobody, or a team."""
    team: str = ""
    escalated_at: int | None = None
    answered_at: int | None = None
    """When a person first acted on this tier."""

    @property
    def holder(self) -> str:
        return self.person or self.team


@dataclass(frozen=True, slots=True)
class AlarmCase:
    """One conversation's alarm and how it stands. ``at`` is the moment (ms) at which ``tier`` was reached."""

    ref: ConversationRef
    tier: Tier
    at: int
    scene: str
    channel: str
    team: str | None
    agent: str | None
    last_at: int
    risk: float
    handling: AlarmHandling | None = None

    @property
    def current(self) -> AlarmHandling | None:
        """The handling, if it was for the present tier: what was done for a lower one does not cover a higher."""
        return self.handling if self.handling and self.handling.tier.level >= self.tier.level else None

    @property
    def state(self) -> AlarmState:
        return self.current.state if self.current else AlarmState.OPEN

    @property
    def version(self) -> int:
        return self.handling.version if self.handling else 0


@dataclass(frozen=True, slots=True)
class PastDeed:
    """A deed of the history. ``waited``: ms from the alarm to it, where it was a person's first on this tier."""

    tier: Tier
    deed: Deed
    waited: int | None = None


def after(case: AlarmCase, deed: Deed, seen: int | None = None) -> AlarmHandling | None:
    """How the alarm stands after the deed; None if it changes nothing. AlarmTakenError if somebody else was first.

    ``seen`` is the version that the one who acts has seen; None: whatever stands, as long as nobody else holds it.
    """
    now = case.current
    if now and _same(now, deed):
        return None
    if now:
        _refuse(case, now, deed, seen)
    escalated = now.escalated_at if now else None
    answered = now.answered_at if now else None
    next_one = AlarmHandling(case.tier, AlarmState.TAKEN, case.version + 1, deed, "", "", escalated, answered)
    if deed.kind is DeedKind.ESCALATE:
        return replace(next_one, state=AlarmState.OPEN, escalated_at=deed.at)
    if deed.kind is DeedKind.REOPEN:
        return None if case.state is AlarmState.OPEN else replace(next_one, state=AlarmState.OPEN)
    next_one = replace(next_one, answered_at=deed.at if answered is None else answered)
    if deed.kind is DeedKind.ACKNOWLEDGE:
        return replace(next_one, person=deed.by)
    if deed.kind is DeedKind.HAND_OVER:
        return replace(next_one, person=deed.person, team=deed.team)
    return replace(next_one, state=AlarmState.CLOSED, person=now.person if now else "", team=now.team if now else "")


def _same(now: AlarmHandling, deed: Deed) -> bool:
    if deed.kind is DeedKind.ESCALATE:
        return now.state is not AlarmState.OPEN or now.escalated_at is not None
    if deed.kind is DeedKind.ACKNOWLEDGE and now.state is AlarmState.TAKEN and now.person == deed.by:
        return now.last.kind is not DeedKind.HAND_OVER
    return replace(now.last, at=deed.at) == deed


def _refuse(case: AlarmCase, now: AlarmHandling, deed: Deed, seen: int | None) -> None:
    """AlarmTakenError where another was first. Who has seen how the alarm stands may act on what another holds."""
    who = now.holder or now.last.by
    if now.state is AlarmState.CLOSED and deed.kind is not DeedKind.REOPEN:
        raise AlarmTakenError(f"{now.last.by} has closed this alarm; reopen it first", now.last.by)
    if now.state is AlarmState.OPEN or deed.kind is DeedKind.ESCALATE:
        return
    own = now.person == deed.by or (bool(now.team) and not now.person)
    if deed.kind is DeedKind.ACKNOWLEDGE and not own:
        raise AlarmTakenError(f"{who} has taken this alarm; ask for a hand-over", who)
    if not own and seen != case.version:
        raise AlarmTakenError(f"{who} has taken this alarm; look again before you act on it", who)
