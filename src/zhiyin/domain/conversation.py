"""Conversation: what the store keeps of one conversation as a whole."""

from dataclasses import dataclass, field

from zhiyin.domain.customer import CUSTOMER
from zhiyin.domain.foresight import Foresight
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.state import EmotionState
from zhiyin.domain.utterance import ConversationRef, Masked


@dataclass(frozen=True, slots=True)
class Conversation:
    """Snapshot after the last applied turn. ``version`` grows by one with each save and guards against two writers."""

    ref: ConversationRef
    scene: str
    channel: str
    opened_at: int
    state: EmotionState = field(default_factory=EmotionState)
    risk: Risk = field(default_factory=lambda: Risk(0.0, Tier.NONE, ()))
    version: int = 0
    foresight: Foresight | None = None
    """As of the last applied turn; None before it, and when the weights in force know of the bad end only."""

    @property
    def customer(self) -> str | None:
        """Pseudonym of the customer, if any of its events carried one."""
        named = self.state.facts.get(CUSTOMER)
        return named if isinstance(named, str) and named else None


@dataclass(frozen=True, slots=True)
class Turn:
    """One accepted event and, once it has been worked off, what it led to."""

    masked: Masked
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What one save writes, in one transaction: the snapshot, the new outcomes with their actions as pending.

    ``outcomes`` replace earlier ones of the same events (a late event changes what follows it). Actions are written
    once per id; pending ones that ``outcomes`` no longer contain are withdrawn when ``rebuilt`` is true.

    ``said``: the events that ``outcomes`` are of, in their order, where the step goes on with events that wait in the
    lane which holds the snapshot before. Who cannot say so leaves it empty; then the store looks them up.
    """

    conversation: Conversation
    outcomes: tuple[Outcome, ...]
    rebuilt: bool = False
    said: tuple[Masked, ...] = ()
