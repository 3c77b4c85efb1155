"""Shapes: what the API answers. The console's types are generated from these by way of OpenAPI."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.foresight import Driver
from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.reason import ReasonKind
from zhiyin.domain.receipt import ReceiptStatus
from zhiyin.domain.risk import Tier
from zhiyin.domain.unsafe_setting import Unsafe
from zhiyin.domain.utterance import Kind, Role, Scalar

Share = Annotated[float, Field(ge=0, le=1)]
Signed = Annotated[float, Field(ge=-1, le=1)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReceiptShape(Shape):
    event_id: str
    status: ReceiptStatus
    detail: str = ""


class ReceiptsShape(Shape):
    """One result per event, in order; ``accepted`` counts those that are new."""

    results: list[ReceiptShape]
    accepted: int


class ReasonShape(Shape):
    """``start`` and ``end`` are code points into the text of the turn ``event_id``; ``weight`` is in log-odds."""

    kind: ReasonKind
    name: str
    weight: float
    text: str
    start: int | None = None
    end: int | None = None
    event_id: str | None = None


class SatisfactionShape(Shape):
    """Probabilities that sum to 1; ``level`` is the expected satisfaction, -1 to 1."""

    dissatisfied: Share
    neutral: Share
    satisfied: Share
    level: Signed


class ReadingShape(Shape):
    polarity: Polarity
    polarity_probs: dict[Polarity, Share]
    emotion: Emotion
    emotions: dict[Emotion, Share]
    intensity: Share
    confidence: Share
    unsure: bool
    sarcasm: Share
    reasons: list[ReasonShape]
    model: str
    satisfaction: SatisfactionShape | None = Field(default=None, description="null where the reader has no word on it")


class EntityShape(Shape):
    kind: str
    start: int
    end: int


class ReliefShape(Shape):
    """What would lower the risk, and to what."""

    name: str
    text: str
    risk: Share


class PullShape(Shape):
    """``weight`` is in log-odds of an end that is not bad; with ``base`` they add up to it."""

    driver: Driver
    weight: float


class AheadShape(Shape):
    """The customer's polarity so many customer turns from now, if the conversation goes on that long."""

    turns: int
    negative: Share
    positive: Share


class LeadShape(Shape):
    """Customer turns still to come: quartiles of dialogues that have come as far."""

    low: int
    median: int
    high: int


class ForesightShape(Shape):
    """``satisfaction`` is that with the whole conversation, at its end."""

    satisfaction: SatisfactionShape
    base: float
    pulls: list[PullShape]
    ahead: list[AheadShape]
    lead: LeadShape


class AlarmShape(Shape):
    """When a tier was first reached; ``turn`` counts all turns."""

    tier: Tier
    at: datetime
    turn: int
    risk: Share


class TurnShape(Shape):
    """``sequence``, ``mood``, ``risk`` and ``tier`` are null until the event has been worked off."""

    event_id: str
    at: datetime
    role: Role
    kind: Kind
    text: str
    entities: list[EntityShape]
    sequence: int | None = None
    reading: ReadingShape | None = None
    mood: Signed | None = None
    risk: Share | None = None
    tier: Tier | None = None
    reasons: list[ReasonShape] = Field(default_factory=list)
    reliefs: list[ReliefShape] = Field(
        default_factory=list, description="what would lower a warning's risk, best first"
    )
    foresight: ForesightShape | None = None
    rules: list[ReasonShape] = Field(default_factory=list, description="policy rules that fired on this turn")
    actions: list[str] = Field(default_factory=list, description="ids of the actions this turn led to")
    policy: str | None = None


class LegShape(Shape):
    """How far an action has come on its way to one destination."""

    destination: str
    status: DeliveryStatus
    attempts: int
    error: str


class ActionShape(Shape):
    id: str
    conversation: str
    event_id: str
    kind: str
    rule: str
    tier: Tier
    title: str
    body: dict[str, Scalar | list[str]]
    status: DeliveryStatus
    attempts: int
    created_at: datetime
    delivered_at: datetime | None = None
    error: str = ""
    legs: list[LegShape] = Field(default=[], description="per destination; empty until something was tried")


class ConversationShape(Shape):
    id: str
    scene: str
    channel: str
    opened_at: datetime
    last_at: datetime
    turns: int
    customer_turns: int
    mood: Signed
    moods: list[Signed] = Field(description="the mood after each of the latest customer turns, oldest first")
    slope: float
    emotion: Emotion | None
    risk: Share
    tier: Tier
    agent: str = Field(default="", description="who serves, as the events' business fact says; masked")
    team: str = Field(default="", description="the team that serves, likewise")
    waiting_since: datetime | None
    alarms: list[AlarmShape]
    foresight: ForesightShape | None = Field(description="as of the latest turn; null before one was worked off")


class ConversationsShape(Shape):
    conversations: list[ConversationShape]
    next_offset: int | None


class ConversationDetailShape(ConversationShape):
    """The whole course: every turn with its reading and evidence, and the actions taken."""

    turns_list: list[TurnShape]
    actions: list[ActionShape]
    facts: dict[str, Scalar]
    signals: dict[str, Scalar] = Field(description="the named facts the risk is made of, as of the latest turn")
    afterwards: SatisfactionShape | None = Field(description="satisfaction, judged as if the conversation were over")


class LiveShape(Shape):
    """What ``event: outcome`` of the live stream carries; ``rebuilt``: earlier turns changed too, fetch them anew."""

    conversation: ConversationShape
    turns: list[TurnShape]
    actions: list[ActionShape]
    rebuilt: bool


class ActionsShape(Shape):
    actions: list[ActionShape]
    next_offset: int | None = None


class UnsafeShape(Shape):
    """Something set unsafely: ``text`` in Chinese, with how to mend it; ``values`` is what it names, such as a host."""

    code: Unsafe
    text: str
    values: dict[str, str]


class OverviewShape(Shape):
    """``completeness``: share of wanted fields that accepted events carried since the start (target 0.98).

    ``risk`` names the weights of the risk in force.
    """

    conversations: int
    events: int
    unapplied: int
    by_tier: dict[Tier, int]
    actions: dict[str, int]
    completeness: Share | None
    set_aside: int
    rejected: int
    model: str
    risk: str
    policies: dict[str, str]
    warnings: list[UnsafeShape]


class PolicyVersionShape(Shape):
    scene: str
    version: str
    active: bool
    by: str
    at: datetime | None


class PolicyShape(Shape):
    """The policy in force in a scene, and its kept versions, newest first."""

    scene: str
    version: str
    title: str
    rules: int
    versions: list[PolicyVersionShape]


class PoliciesShape(Shape):
    policies: list[PolicyShape]


class HealthShape(Shape):
    status: Literal["ok", "failing"]
    detail: str = ""


class ProblemShape(BaseModel):
    """RFC 9457 problem details; ``errors`` names the places that are wrong."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[dict[str, str]] = Field(default_factory=list)
