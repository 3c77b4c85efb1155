"""Correction: what a person says a turn was really like. The stored reading stays; this is kept beside it."""

from dataclasses import dataclass

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef


@dataclass(frozen=True, slots=True)
class Correction:
    """``at`` is in ms since 1970 UTC. One person has one correction a turn; correcting again replaces it."""

    conversation: ConversationRef
    event_id: str
    by: str
    at: int
    emotion: Emotion
    polarity: Polarity
    note: SafeText | None = None
