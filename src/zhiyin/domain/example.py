"""Example: a lifelike conversation with what is expected of the product, for demo, tests and trials."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.risk import Tier
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import Role, Scalar


class Course(StrEnum):
    """How the conversation goes, as its author meant it."""

    CALM = "calm"
    TURNING_ANGRY = "turning_angry"
    SARCASTIC = "sarcastic"
    REPEATED_QUESTIONS = "repeated_questions"
    LEGAL_THREAT = "legal_threat"
    RECOVERED = "recovered"


class End(StrEnum):
    """How the customer's mood ends against its lowest point."""

    RECOVERED = "recovered"
    WORSE = "worse"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class ExpectedReading:
    """Acceptable readings of one turn; empty: any."""

    polarity: tuple[Polarity, ...] = ()
    emotion: tuple[Emotion, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleTurn:
    """``after`` is in seconds since the turn before (the first: since the start)."""

    role: Role
    after: float
    say: RawText
    expect: ExpectedReading = field(default_factory=ExpectedReading)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must come of the whole conversation. Empty or None: nothing is expected in this respect."""

    peak_tier: tuple[Tier, ...] = ()
    """Acceptable highest tiers."""
    end: End | None = None
    masked: tuple[str, ...] = ()
    """Placeholder names that must appear in the masked conversation, e.g. 手机号."""
    never: tuple[str, ...] = ()
    """Made-up personal data that must not survive masking."""


@dataclass(frozen=True, slots=True)
class ExampleConversation:
    id: str
    scene: str
    channel: str
    course: Course
    title: str
    turns: tuple[ExampleTurn, ...]
    facts: Mapping[str, Scalar] = field(default_factory=dict)
    expect: Expectation = field(default_factory=Expectation)
