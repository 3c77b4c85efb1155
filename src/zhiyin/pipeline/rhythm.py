"""Rhythm: how one more turn changes who has spoken, how promptly, and how insistently."""

from dataclasses import replace

from zhiyin.domain.features import Features
from zhiyin.domain.rhythm import Rhythm
from zhiyin.domain.utterance import Kind, Role, Scalar
from zhiyin.pipeline.habit import habit_of, is_long
from zhiyin.pipeline.repetition import asks

INSISTENCE = "repetition"
"""Cue of words of insistence."""


def keep_time(rhythm: Rhythm, waiting_since: int | None, features: Features, told: Scalar | None = None) -> Rhythm:
    """The rhythm after this turn.

    ``waiting_since`` (ms) is since when the customer had waited before it; ``told`` is the channel's habit in seconds
    as the events tell it (``habit.habit_of``).
    """
    origin = features.masked.origin
    opened = origin.at if rhythm.opened_at is None else rhythm.opened_at
    if origin.kind is Kind.SILENCE or origin.role is Role.SYSTEM:
        return rhythm if rhythm.opened_at is not None else replace(rhythm, opened_at=opened)
    if origin.role is Role.CUSTOMER:
        unanswered = rhythm.unanswered + 1
        return replace(
            rhythm,
            opened_at=opened,
            unanswered=unanswered,
            longest_unanswered=max(rhythm.longest_unanswered, unanswered),
            open_questions=rhythm.open_questions + asks(features),
            insistence=rhythm.insistence + features.has(INSISTENCE),
        )
    rhythm = replace(rhythm, opened_at=opened, agent_turns=rhythm.agent_turns + 1, unanswered=0, open_questions=0)
    if waiting_since is None:
        return rhythm
    return _answered(rhythm, origin.at - waiting_since, habit_of(origin.channel, told))


def _answered(rhythm: Rhythm, wait: int, habit_s: float) -> Rhythm:
    return replace(
        rhythm,
        answers=rhythm.answers + 1,
        answer_time=rhythm.answer_time + wait,
        last_answer_time=wait,
        long_gaps=rhythm.long_gaps + is_long(wait / 1000, habit_s),
    )
