"""Emotion: how one more turn changes the state of a conversation."""

from collections.abc import Mapping
from typing import TypedDict

from zhiyin.domain.asked import Asked
from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.reading import Polarity, Reading
from zhiyin.domain.rhythm import Rhythm
from zhiyin.domain.state import CoursePoint, EmotionState, changed
from zhiyin.domain.utterance import Kind, Role, Scalar
from zhiyin.pipeline.features import follow
from zhiyin.pipeline.repetition import asks, says_again
from zhiyin.pipeline.rhythm import keep_time
from zhiyin.pipeline.same_question import asked, repeated
from zhiyin.seams import QuestionModel

COURSE_POINTS = 24
"""Customer turns kept in the state (the store keeps them all)."""
SLOPE_POINTS = 5
REMEMBERED = 8
"""Questions and agent lines kept, to notice repetition."""
FOLLOW = 0.5
"""Share of the way that mood goes towards a sure, strong turn: a mood halves in about one turn."""
FOLLOW_UNSURE = 0.15
LIKELY = 0.5
PEAK = 0.6
"""Intensity from which a negative turn counts as a peak: the upper third of the shipped reader's negative turns."""


class Changes(TypedDict, total=False):
    """Fields of the state that a turn changes, gathered so that one ``replace`` does for the whole turn."""

    applied: int
    last_at: int
    last_event_id: str
    facts: Mapping[str, Scalar]
    turns: int
    context: tuple[ContextTurn, ...]
    customer_turns: int
    mood: float
    lowest: float
    slope: float
    course: tuple[CoursePoint, ...]
    negative_turns: int
    negative_run: int
    longest_negative_run: int
    positive_turns: int
    read_turns: int
    valence_sum: float
    first_valence: float
    peaks: int
    top_intensity: float
    sarcastic_turns: int
    rhythm: Rhythm
    agents_read: int
    agents_negative: int
    agents_positive: int
    agents_valence: float
    repeats: int
    questions: tuple[Asked, ...]
    threats: int
    waiting_since: int | None
    longest_wait: int
    agent_repeats: int
    answered: tuple[str, ...]


def update(
    state: EmotionState, features: Features, reading: Reading | None, judge: QuestionModel | None = None
) -> EmotionState:
    """The state after this turn. ``reading`` is None for turns that are not read (agent, bot, system, silence).

    ``judge`` finds questions asked again by meaning; without it they are found by their words alone.
    """
    origin = features.masked.origin
    changes: Changes = {"applied": state.applied + 1, "last_at": origin.at, "last_event_id": origin.event_id}
    if origin.facts:
        changes["facts"] = {**state.facts, **origin.facts}
    told = origin.facts.get("habit_s", state.facts.get("habit_s"))
    changes["rhythm"] = keep_time(state.rhythm, state.waiting_since, features, told)
    if origin.kind is not Kind.SILENCE:
        changes |= {"turns": state.turns + 1, "context": follow(state.context, features.masked)}
        if origin.role is Role.CUSTOMER:
            changes |= _customer_turn(state, features, judge)
            if reading:
                changes |= _felt(state, features, reading)
        elif origin.role in (Role.AGENT, Role.BOT):
            changes |= _answer(state, features)
            if reading:
                changes |= _tone(state, reading)
    return changed(state, changes)


def hear(state: EmotionState, features: Features, reading: Reading) -> EmotionState:
    """The state if the customer now said one more thing that reads so: for asking "what if"."""
    felt: Changes = {**_felt(state, features, reading), "customer_turns": state.customer_turns + 1}
    return changed(state, felt)


def _felt(state: EmotionState, features: Features, reading: Reading) -> Changes:
    """Mood, course and counts after one reading of the customer."""
    mood = follow_mood(state.mood, reading.valence, reading.intensity, reading.unsure)
    course = (*state.course, _point(features, reading, mood))[-COURSE_POINTS:]
    negative = reading.polarity is Polarity.NEGATIVE and not reading.unsure
    positive = reading.polarity is Polarity.POSITIVE and not reading.unsure
    run = state.negative_run + 1 if negative else _run_after(state, reading)
    return {
        "mood": mood,
        "lowest": min(state.lowest, mood),
        "slope": slope([p.valence for p in course[-SLOPE_POINTS:]]),
        "course": course,
        "negative_turns": state.negative_turns + negative,
        "negative_run": run,
        "longest_negative_run": max(state.longest_negative_run, run),
        "positive_turns": state.positive_turns + positive,
        "read_turns": state.read_turns + 1,
        "valence_sum": state.valence_sum + reading.valence,
        "first_valence": state.first_valence if state.read_turns else reading.valence,
        "peaks": state.peaks + (negative and reading.intensity >= PEAK),
        "sarcastic_turns": state.sarcastic_turns + (reading.sarcasm >= LIKELY),
        "top_intensity": max(state.top_intensity, reading.intensity if negative else 0.0),
    }


def _tone(state: EmotionState, reading: Reading) -> Changes:
    """How agent or bot sounded, where somebody has read it."""
    sure = not reading.unsure
    return {
        "agents_read": state.agents_read + 1,
        "agents_negative": state.agents_negative + (sure and reading.polarity is Polarity.NEGATIVE),
        "agents_positive": state.agents_positive + (sure and reading.polarity is Polarity.POSITIVE),
        "agents_valence": reading.valence,
    }


def follow_mood(mood: float, valence: float, intensity: float, unsure: bool) -> float:
    """The smoothed mood after one more turn: a sure one pulls by its strength, an unsure one hardly moves it."""
    follow_by = FOLLOW_UNSURE if unsure else FOLLOW * (0.5 + 0.5 * intensity)
    return mood + follow_by * (valence - mood)


def _point(features: Features, reading: Reading, mood: float) -> CoursePoint:
    origin = features.masked.origin
    # What speaks for a negative turn speaks against it in no other: the words' weights are for the turn's own polarity.
    named = reading.reasons if reading.polarity is Polarity.NEGATIVE else ()
    negative = sum(end - start for start, end in (r.span for r in named if r.span and r.weight > 0))
    return CoursePoint(
        event_id=origin.event_id,
        at=origin.at,
        valence=reading.valence,
        emotion=reading.emotion,
        intensity=reading.intensity,
        unsure=reading.unsure,
        mood=mood,
        negative=reading.polarity_probs[Polarity.NEGATIVE],
        characters=len(features.folded),
        negative_characters=negative,
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


def _customer_turn(state: EmotionState, features: Features, judge: QuestionModel | None) -> Changes:
    at = features.masked.origin.at
    changes: Changes = {"customer_turns": state.customer_turns + 1}
    if asks(features):
        question = asked(features)
        changes["repeats"] = state.repeats + repeated(question, state.questions, judge)
        changes["questions"] = (*state.questions, question)[-REMEMBERED:]
    if features.has("threat"):
        changes["threats"] = state.threats + 1
    if state.waiting_since is None:
        changes["waiting_since"] = at
    return changes


def _answer(state: EmotionState, features: Features) -> Changes:
    since, at = state.waiting_since, features.masked.origin.at
    return {
        "waiting_since": None,
        "longest_wait": max(state.longest_wait, at - since) if since is not None else state.longest_wait,
        "agent_repeats": state.agent_repeats + says_again(features.folded, state.answered),
        "answered": (*state.answered, features.folded)[-REMEMBERED:],
    }
