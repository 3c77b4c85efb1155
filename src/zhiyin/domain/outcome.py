"""Outcome: everything that one turn led to, kept together."""

from dataclasses import dataclass

from zhiyin.domain.decision import Decision
from zhiyin.domain.foresight import Foresight
from zhiyin.domain.reading import Reading
from zhiyin.domain.risk import Risk
from zhiyin.domain.utterance import ConversationRef


@dataclass(frozen=True, slots=True)
class Outcome:
    """``sequence`` counts from 1 along the sorted course of the conversation; ``mood`` is smoothed, -1..1."""

    conversation: ConversationRef
    event_id: str
    at: int
    sequence: int
    reading: Reading | None
    """None for turns that are not read: agent, bot, system, silence."""
    mood: float
    risk: Risk
    decision: Decision
    foresight: Foresight | None = None
    """None when the weights in force know of the bad end only."""
    weights: str = ""
    """Name of the weights that judged the risk; empty in rows from before it was noted."""
