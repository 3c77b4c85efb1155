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
class Delivery:
    """Times in milliseconds since 1970 UTC. ``attempts`` counts tries made so far."""

    action: Action
    conversation: ConversationRef
    event_id: str
    created_at: int
    status: DeliveryStatus = DeliveryStatus.PENDING
    attempts: int = 0
    next_at: int = 0
    delivered_at: int | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one attempt: the new status, when to try again, and why it failed (no personal data)."""

    action_id: str
    status: DeliveryStatus
    at: int
    next_at: int = 0
    error: str = ""
