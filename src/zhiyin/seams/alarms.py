"""Alarms: which conversations rang, and what people did about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from zhiyin.domain.alarm_handling import ALARM_FROM, AlarmCase, AlarmState, Deed, PastDeed
from zhiyin.domain.alarm_times import AlarmTimes
from zhiyin.domain.decision import Action
from zhiyin.domain.risk import Tier
from zhiyin.domain.sight import Sight
from zhiyin.domain.utterance import ConversationRef


@dataclass(frozen=True, slots=True)
class AlarmQuery:
    """Alarms of ``tier`` or higher that rang at ``since`` ms or later; newest first."""

    tenant: str
    since: int
    state: AlarmState | None = None
    tier: Tier = ALARM_FROM
    team: str | None = None
    scene: str | None = None
    limit: int = 50
    offset: int = 0
    sight: Sight | None = None
    """Only of conversations in it; None: of all."""


class Alarms(Protocol):
    async def alarm(self, ref: ConversationRef) -> AlarmCase | None:
        """None: no such conversation, or it never rang."""

    async def alarms(self, query: AlarmQuery) -> list[AlarmCase]: ...

    async def alarm_counts(self, tenant: str, since: int, tier: Tier = ALARM_FROM) -> dict[AlarmState, int]:
        """How many alarms of ``tier`` or higher that rang at ``since`` or later stand how; every state is named."""

    async def alarm_history(self, ref: ConversationRef) -> list[PastDeed]:
        """All that was done, oldest first."""

    async def handle_alarm(self, ref: ConversationRef, deed: Deed, seen: int | None = None) -> tuple[AlarmCase, bool]:
        """The alarm after the deed, and whether it changed anything (see ``domain.alarm_handling.after``).

        NotFoundError: it never rang. AlarmTakenError: somebody else was first.
        """

    async def unanswered_alarms(self, rang_until: int, alive_since: int, limit: int = 100) -> list[AlarmCase]:
        """Severe alarms of all tenants that rang until then, of conversations whose last event is not older than
        ``alive_since``, on which nobody acted and which were not escalated; oldest first. Times in ms."""

    async def escalate_alarms(self, cases: Sequence[tuple[AlarmCase, Action]], now: int) -> list[AlarmCase | None]:
        """Mark each as escalated and put its action into the outbox, together; None: it was taken meanwhile.

        The action's id is kept once, so that neither a restart nor a second process sends it twice.
        """

    async def alarm_times(self, tenant: str, since: int, until: int) -> list[AlarmTimes]:
        """Waits of the alarms on which somebody first acted in [since, until) ms, by tier and team."""
