"""PastConversation: what the scoring of warnings needs to know of one conversation and what came of it."""

from dataclasses import dataclass

from zhiyin.domain.alarm import Alarm
from zhiyin.domain.business_outcome import BusinessOutcome
from zhiyin.domain.talk_end import TalkEnd
from zhiyin.domain.utterance import ConversationRef


@dataclass(frozen=True, slots=True)
class PastConversation:
    """Times in milliseconds since 1970 UTC; risks in 0-1."""

    ref: ConversationRef
    scene: str
    channel: str
    opened_at: int
    last_at: int
    turns: int
    alarms: tuple[Alarm, ...]
    risk: float
    """After the last turn."""
    highest: float
    """The highest that snapshot and alarms know of; between two alarms it may have been higher."""
    outcomes: tuple[BusinessOutcome, ...] = ()
    """What counts now: newest revisions, without those withdrawn, by time and id."""

    @property
    def ended_badly_at(self) -> int | None:
        """When the first bad outcome happened (ms since 1970 UTC); None if there is none."""
        return min((o.at for o in self.outcomes if o.bad), default=None)

    @property
    def end(self) -> TalkEnd:
        return TalkEnd(
            self.scene,
            self.channel,
            self.opened_at,
            self.last_at,
            self.turns,
            self.alarms,
            self.risk,
            bool(self.outcomes),
            self.ended_badly_at,
        )
