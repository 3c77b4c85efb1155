"""Tile: what a wall shows of one conversation. Small, so that a wall of hundreds is read without whole snapshots."""

from dataclasses import dataclass

from zhiyin.domain.alarm_handling import AlarmState
from zhiyin.domain.closing import CLOSED
from zhiyin.domain.conversation import Conversation
from zhiyin.domain.reading import Emotion
from zhiyin.domain.reason import ReasonKind
from zhiyin.domain.rising import climb
from zhiyin.domain.risk import Tier
from zhiyin.domain.staff import AGENT, TEAM
from zhiyin.domain.state import EmotionState
from zhiyin.domain.utterance import ConversationRef

MOODS = 12
"""Points of the small curve."""
CAUSES = 2
CAUSE_CHARACTERS = 24
STAFF_CHARACTERS = 128


@dataclass(frozen=True, slots=True)
class Tile:
    """Times in milliseconds since 1970 UTC. ``alarm`` is the highest tier ever reached, ``alarm_at`` when it was.

    ``climb`` is in probability per customer turn (``domain.rising``); ``mood`` and ``moods`` lie in -1..1.
    """

    ref: ConversationRef
    scene: str
    channel: str
    team: str | None
    agent: str | None
    tier: Tier
    risk: float
    mood: float
    climb: float
    opened_at: int
    last_at: int
    waiting_since: int | None
    alarm: Tier
    alarm_at: int | None
    closed: bool
    moods: tuple[float, ...] = ()
    why: tuple[str, ...] = ()
    """The heaviest causes of the risk, in a few words each."""
    emotion: Emotion | None = None
    firings: int = 0
    """How often rules of the policy have fired: what a wall folds into one alarm."""
    turns: int = 0
    read_turns: int = 0
    negative_turns: int = 0
    alarm_state: AlarmState | None = None
    """As the store knows it; None where nobody asked it (live news), or there is no alarm."""


def tile_of(conversation: Conversation) -> Tile:
    state, risk = conversation.state, conversation.risk
    highest = max(state.alarms, key=lambda alarm: alarm.tier.level, default=None)
    return Tile(
        ref=conversation.ref,
        scene=conversation.scene,
        channel=conversation.channel,
        team=_named(state, TEAM),
        agent=_named(state, AGENT),
        tier=risk.tier,
        risk=risk.probability,
        mood=state.mood,
        climb=round(climb(state.risks), 4),
        opened_at=conversation.opened_at,
        last_at=state.last_at,
        waiting_since=state.waiting_since,
        alarm=highest.tier if highest else Tier.NONE,
        alarm_at=highest.at if highest else None,
        closed=state.facts.get(CLOSED) is True,
        moods=tuple(round(point.mood, 2) for point in state.course[-MOODS:]),
        why=_causes(conversation),
        emotion=state.course[-1].emotion if state.course else None,
        firings=sum(times for times, _ in state.fired.values()),
        turns=state.turns,
        read_turns=state.read_turns,
        negative_turns=state.negative_turns,
    )


def _named(state: EmotionState, fact: str) -> str | None:
    value = state.facts.get(fact)
    return str(value)[:STAFF_CHARACTERS] or None if value is not None else None


def _causes(conversation: Conversation) -> tuple[str, ...]:
    """Of a conversation at no risk there is nothing to explain."""
    if conversation.risk.tier is Tier.NONE:
        return ()
    telling = (ReasonKind.COURSE, ReasonKind.FACT)
    causes = [r.text for r in conversation.risk.reasons if r.weight > 0 and r.kind in telling]
    return tuple(text[:CAUSE_CHARACTERS] for text in causes[:CAUSES])
