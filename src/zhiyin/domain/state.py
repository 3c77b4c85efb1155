"""EmotionState: all that the next turn needs to know of a conversation so far. Bounded, so a lane stays small."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

from zhiyin.domain.alarm import Alarm
from zhiyin.domain.asked import Asked
from zhiyin.domain.features import ContextTurn
from zhiyin.domain.reading import Emotion
from zhiyin.domain.rhythm import Rhythm
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import Scalar


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """The emotion of one customer turn. ``at`` is in milliseconds since 1970 UTC.

    ``valence`` is of the turn alone, ``mood`` the smoothed one after it; both lie in -1..1.
    """

    event_id: str
    at: int
    valence: float
    emotion: Emotion
    intensity: float
    unsure: bool
    mood: float
    negative: float = 0.0
    """Probability that the turn is negative."""
    characters: int = 0
    """Characters of the turn."""
    negative_characters: int = 0
    """Characters of the words that the model names as what makes the turn negative."""


@dataclass(frozen=True, slots=True)
class EmotionState:
    """The state after the last applied turn. Times in milliseconds since 1970 UTC; counts from the start."""

    last_at: int = 0
    last_event_id: str = ""
    applied: int = 0
    """Events applied, silence included: the sequence number of the last outcome."""
    turns: int = 0
    customer_turns: int = 0
    mood: float = 0.0
    """Smoothed valence of the customer, -1..1 (see ``pipeline.emotion``)."""
    slope: float = 0.0
    """Change of valence per customer turn over the recent course; below 0 is getting worse."""
    lowest: float = 0.0
    negative_turns: int = 0
    negative_run: int = 0
    """Negative customer turns in a row, up to now."""
    longest_negative_run: int = 0
    positive_turns: int = 0
    read_turns: int = 0
    """Customer turns that were read."""
    valence_sum: float = 0.0
    """Of the customer turns read; divided by ``read_turns`` it is their mean."""
    first_valence: float = 0.0
    peaks: int = 0
    """Negative turns of an intensity of at least ``emotion.PEAK``."""
    sarcastic_turns: int = 0
    """Customer turns that are more likely meant sarcastically than not."""
    top_intensity: float = 0.0
    """Highest intensity of a negative turn."""
    agents_read: int = 0
    """Turns of agent or bot that were read: none, unless a reading is given for them."""
    agents_negative: int = 0
    agents_positive: int = 0
    agents_valence: float = 0.0
    """Valence of the latest of them."""
    repeats: int = 0
    """How often the customer asked again what had been asked before."""
    threats: int = 0
    waiting_since: int | None = None
    """When the customer began to wait for an answer; None while nobody waits."""
    longest_wait: int = 0
    """Longest time a customer turn stayed unanswered, in milliseconds."""
    agent_repeats: int = 0
    """How often agent or bot said the same line again."""
    course: tuple[CoursePoint, ...] = ()
    """The most recent customer turns, oldest first, at most ``emotion.COURSE_POINTS``."""
    context: tuple[ContextTurn, ...] = ()
    """The last turns said, oldest first, for reading the next one; at most ``features.CONTEXT_TURNS``."""
    questions: tuple[Asked, ...] = ()
    """Recent questions of the customer. (``asked``, of earlier versions, held texts alone and is not read any more.)"""
    answered: tuple[str, ...] = ()
    """Folded texts of recent agent and bot lines."""
    rhythm: Rhythm = field(default_factory=Rhythm)
    tier: Tier = Tier.NONE
    """The tier that is shown: it rises at once and falls late (``pipeline.tiers``)."""
    below: int = 0
    """Turns in a row on which the probability has been low enough to leave ``tier``."""
    alarms: tuple[Alarm, ...] = ()
    """At most one a tier: when it was first reached."""
    risks: tuple[float, ...] = ()
    """Risk after each of the latest turns that were not an answer, oldest first; at most ``rising.RISKS_KEPT``."""
    fired: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Policy rule -> (times fired, ``turns`` at the last firing)."""
    facts: Mapping[str, Scalar] = field(default_factory=dict)
    """Latest value of each business fact."""


_NAMES = tuple(f.name for f in fields(EmotionState))
_VALUES = attrgetter(*_NAMES)
_PLACES = {name: place for place, name in enumerate(_NAMES)}


def changed(state: EmotionState, changes: Mapping[str, Any]) -> EmotionState:
    """``dataclasses.replace`` at a third of its cost, for every turn makes several states. KeyError: no such field."""
    values = list(_VALUES(state))
    for name, value in changes.items():
        values[_PLACES[name]] = value
    return EmotionState(*values)
