"""Emotion: how one more turn changes the state of a conversation."""

from dataclasses import replace

from zhiyin.domain.features import Features
from zhiyin.domain.reading import Polarity, Reading
from zhiyin.domain.state import CoursePoint, EmotionState
from zhiyin.domain.utterance import Kind, Role
from zhiyin.pipeline.features import follow
from zhiyin.pipeline.repetition import asks, says_again

COURSE_POINTS = 24
"""Customer turns kept in the state (the store keeps them all)."""
SLOPE_POINTS = 5
REMEMBERED = 8
"""Questions and agent lines kept, to notice repetition."""
FOLLOW = 0.5
"""Share of the way that mood goes towards a sure, strong turn: a mood halves in about one turn."""
FOLLOW_UNSURE = 0.15


def update(state: EmotionState, features: Features, reading: Reading | None) -> EmotionState:
    """The state after this turn. ``reading`` is None for turns that are not read (agent, bot, system, silence)."""
    origin = features.masked.origin
    state = replace(
        state,
        applied=state.applied + 1,
        last_at=origin.at,
        last_event_id=origin.event_id,
        facts={**state.facts, **origin.facts},
    )
    if origin.kind is Kind.SILENCE:
        return state
    state = replace(state, turns=state.turns + 1, context=follow(state.context, features.masked))
    if origin.role is Role.CUSTOMER:
        state = _customer_turn(state, features)
        return feel(state, origin.event_id, origin.at, reading) if reading else state
    return _answer(state, features) if origin.role in (Role.AGENT, Role.BOT) else state


def feel(state: EmotionState, event_id: str, at: int, reading: Reading) -> EmotionState:
    """Mood, course and counts after one reading of the customer."""
    # A sure reading pulls by its strength; a weak or unsure one hardly moves the mood.
    follow = FOLLOW_UNSURE if reading.unsure else FOLLOW * (0.5 + 0.5 * reading.intensity)
    mood = state.mood + follow * (reading.valence - state.mood)
    point = CoursePoint(event_id, at, reading.valence, reading.emotion, reading.intensity, reading.unsure)
    course = (*state.course, point)[-COURSE_POINTS:]
    negative = reading.polarity is Polarity.NEGATIVE and not reading.unsure
    return replace(
        state,
        mood=mood,
        lowest=min(state.lowest, mood),
        slope=slope([p.valence for p in course[-SLOPE_POINTS:]]),
        course=course,
        negative_turns=state.negative_turns + negative,
        negative_run=state.negative_run + 1 if negative else _run_after(state, reading),
    )


def slope(values: list[float]) -> float:
    """Least-squares change per step; 0 for fewer than two values."""
    n = len(values)
    if n < 2:
        return 0.0
    middle = (n - 1) / 2
    mean = sum(values) / n
    return sum((i - middle) * (v - mean) for i, v in enumerate(values)) / sum((i - middle) ** 2 for i in range(n))


def _run_after(state: EmotionState, reading: Reading) -> int:
    # An unsure turn neither ends nor lengthens a run of anger.
    return state.negative_run if reading.unsure else 0


def _customer_turn(state: EmotionState, features: Features) -> EmotionState:
    at = features.masked.origin.at
    again = says_again(features.folded, state.asked)
    asked = (*state.asked, features.folded)[-REMEMBERED:] if asks(features) else state.asked
    return replace(
        state,
        customer_turns=state.customer_turns + 1,
        repeats=state.repeats + (again and asks(features)),
        threats=state.threats + features.has("threat"),
        waiting_since=at if state.waiting_since is None else state.waiting_since,
        asked=asked,
    )


def _answer(state: EmotionState, features: Features) -> EmotionState:
    since, at = state.waiting_since, features.masked.origin.at
    return replace(
        state,
        waiting_since=None,
        longest_wait=max(state.longest_wait, at - since) if since is not None else state.longest_wait,
        agent_repeats=state.agent_repeats + says_again(features.folded, state.answered),
        answered=(*state.answered, features.folded)[-REMEMBERED:],
    )
