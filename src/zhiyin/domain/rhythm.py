"""Rhythm: who spoke, how long and how promptly, over a conversation so far. Times in milliseconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Counts from the start of the conversation."""

    opened_at: int | None = None
    """When the first event happened, since 1970 UTC; None before it."""
    agent_turns: int = 0
    """Turns of agent or bot."""
    answers: int = 0
    """Turns of agent or bot that ended a wait."""
    answer_time: int = 0
    """Sum of the waits that answers ended."""
    last_answer_time: int = 0
    long_gaps: int = 0
    """Waits longer than the channel's habit allows (``pipeline.habit``) that have ended."""
    unanswered: int = 0
    """Turns of the customer since agent or bot last spoke."""
    longest_unanswered: int = 0
    open_questions: int = 0
    """Questions of the customer since agent or bot last spoke."""
    insistence: int = 0
    """Customer turns with a word of insistence (又, 总是, 第三次, 再说最后一遍)."""
