"""Delivery: an action on its way out, as the outbox keeps it."""

from dataclasses import dataclass
from enum import StrEnum

from zhiyin.domain.decision import Action
from zhiyin.domain.utterance import ConversationRef


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"
    """Given up after the last attempt, or refused for good; can be replayed."""
    WITHDRAWN = "withdrawn"
    """No longer called for: a late event changed the course before it was sent."""


@dataclass(frozen=True, slots=True)
class Leg:
    """How far an action has come on its way to one destination, so that a retry to one does not repeat the others.

    Times in milliseconds since 1970 UTC; ``attempts`` counts tries made so far. ``status`` is never withdrawn.
    """

    destination: str
    status: DeliveryStatus = DeliveryStatus.PENDING
    attempts: int = 0
    next_at: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Times in milliseconds since 1970 UTC. ``attempts`` counts rounds in which something was tried."""

    action: Action
    conversation: ConversationRef
    event_id: str
    created_at: int
    status: DeliveryStatus = DeliveryStatus.PENDING
    attempts: int = 0
    next_at: int = 0
    delivered_at: int | None = None
    error: str = ""
    scene: str = ""
    """Scene of the conversation; empty where the store does not know it."""
    legs: tuple[Leg, ...] = ()
    """As the last verdict left them; empty until the first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one round: the new status, when to try again, and why it failed (no personal data)."""

    action_id: str
    status: DeliveryStatus
    at: int
    next_at: int = 0
    error: str = ""
    legs: tuple[Leg, ...] = ()
    """All legs of the delivery; replaces what was kept."""
    counted: bool = True
    """False: nothing was tried (rate limit, stop), so ``Delivery.attempts`` stays as it was."""
