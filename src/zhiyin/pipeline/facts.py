"""Facts: the named values of one moment, as ``fact_specs.FACTS`` describes them."""

from collections.abc import Mapping, Sequence

from zhiyin.domain.features import Features
from zhiyin.domain.reading import Reading
from zhiyin.domain.state import CoursePoint, EmotionState
from zhiyin.domain.utterance import Scalar
from zhiyin.pipeline.fact_specs import FACTS, NEVER_DAYS
from zhiyin.pipeline.habit import habit_of, is_long

__all__ = ["FACTS", "FEW_TURNS", "NEVER_DAYS", "facts"]

FEW_TURNS = 4
"""Shares of fewer turns than this say little: one negative first turn must not count as "all of them"."""
RECENT = 3
WINDOW = 5
"""Customer turns over which the share of negative words is watched."""
_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS
_CHINA_MS = 8 * _HOUR_MS
"""China Standard Time, one for the whole country and without summer time."""
_EPOCH_WEEKDAY = 3
"""1970-01-01 was a Thursday, counted from Monday as 0."""

Number = int | float
Fact = Scalar | tuple[str, ...] | Mapping[str, Scalar]


def facts(state: EmotionState, features: Features, reading: Reading | None, at: int) -> dict[str, Fact]:
    """The facts of this moment, after ``state`` has taken the turn in; ``risk`` and ``tier*`` are added by the policy.

    ``at`` is in ms since 1970 UTC. Business facts that came with the events stand under ``facts`` (a map), e.g.
    ``facts.order_late``; the few that every scene knows have a name of their own.
    """
    origin = features.masked.origin
    return {
        "role": origin.role.value,
        "kind": origin.kind.value,
        "scene": origin.scene,
        "channel": origin.channel,
        **_of_turn(reading),
        **numbers(state, origin.channel, at),
        "cues": tuple(sorted({c.name for c in features.cues})),
        "facts": dict(state.facts),
    }


def numbers(state: EmotionState, channel: str, at: int) -> dict[str, Number]:
    """The facts that the course, the rhythm and the business give: all that the models of risk may use."""
    return {
        **_of_clock(at),
        **_of_course(state),
        **_of_window(state.course),
        **_of_rhythm(state, channel, at),
        **_of_business(state.facts),
    }


def _of_turn(reading: Reading | None) -> dict[str, Scalar]:
    return {
        "emotion": reading.emotion.value if reading else "none",
        "polarity": reading.polarity.value if reading else "none",
        "valence": reading.valence if reading else 0.0,
        "intensity": reading.intensity if reading else 0.0,
        "confidence": reading.confidence if reading else 0.0,
        "unsure": reading.unsure if reading else False,
        "sarcasm": reading.sarcasm if reading else 0.0,
    }


def _of_clock(at: int) -> dict[str, Number]:
    days, rest = divmod(at + _CHINA_MS, _DAY_MS)
    hour = rest // _HOUR_MS
    return {"hour": hour, "weekday": (days + _EPOCH_WEEKDAY) % 7 + 1, "night": hour >= 22 or hour < 7}


def _of_course(state: EmotionState) -> dict[str, Number]:
    counted = max(state.customer_turns, FEW_TURNS)
    recent = _mean([p.valence for p in state.course[-RECENT:]])
    return {
        "mood": state.mood,
        "slope": state.slope,
        "lowest": state.lowest,
        "mean_valence": state.valence_sum / state.read_turns if state.read_turns else 0.0,
        "first_valence": state.first_valence,
        "last_valence": state.course[-1].valence if state.course else 0.0,
        "recent_valence": recent,
        "fall": state.first_valence - recent,
        "negative_turns": state.negative_turns,
        "positive_turns": state.positive_turns,
        "negative_run": state.negative_run,
        "longest_negative_run": state.longest_negative_run,
        "negative_share": state.negative_turns / counted,
        "positive_share": state.positive_turns / counted,
        "peaks": state.peaks,
        "top_intensity": state.top_intensity,
        "sarcastic_turns": state.sarcastic_turns,
        "agent_negative_turns": state.agents_negative,
        "agent_positive_share": state.agents_positive / state.agents_read if state.agents_read else 0.0,
        "agent_valence": state.agents_valence,
        "repeats": state.repeats,
        "threats": state.threats,
        "insistence": state.rhythm.insistence,
        "agent_repeats": state.agent_repeats,
    }


def _of_window(course: Sequence[CoursePoint]) -> dict[str, Number]:
    now, before = course[-WINDOW:], course[-2 * WINDOW : -WINDOW]
    felt, said = _mean([p.negative for p in now]), _negative_words(now)
    return {
        "negative_recent": felt,
        "negative_rise": felt - _mean([p.negative for p in before]) if before else 0.0,
        "negative_words": said,
        "negative_words_rise": said - _negative_words(before) if before else 0.0,
    }


def _of_rhythm(state: EmotionState, channel: str, at: int) -> dict[str, Number]:
    rhythm = state.rhythm
    waiting = (at - state.waiting_since) / 1000 if state.waiting_since is not None else 0.0
    habit = habit_of(channel, state.facts.get("habit_s"))
    answer = rhythm.answer_time / rhythm.answers / 1000 if rhythm.answers else 0.0
    return {
        "turns": state.turns,
        "customer_turns": state.customer_turns,
        "agent_turns": rhythm.agent_turns,
        "duration_s": (at - rhythm.opened_at) / 1000 if rhythm.opened_at is not None else 0.0,
        "wait_s": waiting,
        "wait_ratio": waiting / habit,
        "longest_wait_s": max(state.longest_wait / 1000, waiting),
        "long_gaps": rhythm.long_gaps + is_long(waiting, habit),
        "answer_s": answer,
        "last_answer_s": rhythm.last_answer_time / 1000,
        "answer_ratio": answer / habit,
        "unanswered": rhythm.unanswered,
        "longest_unanswered": rhythm.longest_unanswered,
        "open_questions": rhythm.open_questions,
    }


def _of_business(told: Mapping[str, Scalar]) -> dict[str, Number]:
    return {
        "order_late": told.get("order_late") is True,
        "refund_pending": told.get("refund_pending") is True,
        "past_outcomes": _count(told, "past_outcomes", 0),
        "past_bad_outcomes": _count(told, "past_bad_outcomes", 0),
        "days_since_bad": _count(told, "days_since_bad", NEVER_DAYS),
    }


def _count(told: Mapping[str, Scalar], name: str, otherwise: int) -> int:
    value = told.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else otherwise


def _negative_words(points: Sequence[CoursePoint]) -> float:
    said = sum(p.characters for p in points)
    return sum(p.negative_characters for p in points) / said if said else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
