"""Present: from nouns to the shapes of the API."""

from collections.abc import Iterable
from datetime import UTC, datetime

from zhiyin.domain.conversation import Conversation, Turn
from zhiyin.domain.delivery import Delivery
from zhiyin.domain.foresight import Foresight
from zhiyin.domain.kept_outcome import KeptOutcome
from zhiyin.domain.reading import Reading
from zhiyin.domain.reason import Reason
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.domain.satisfaction import Satisfaction
from zhiyin.domain.staff import AGENT, TEAM
from zhiyin.domain.update import Update
from zhiyin.pipeline.facts import numbers
from zhiyin.pipeline.foresight import afterwards
from zhiyin.web.api.outcome_shapes import OutcomeShape
from zhiyin.web.api.shapes import (
    ActionShape,
    AheadShape,
    AlarmShape,
    ConversationDetailShape,
    ConversationShape,
    EntityShape,
    ForesightShape,
    LeadShape,
    LegShape,
    LiveShape,
    PullShape,
    ReadingShape,
    ReasonShape,
    ReliefShape,
    SatisfactionShape,
    TurnShape,
    UnsafeShape,
)
from zhiyin.web.services import Services


def moment(at: int) -> datetime:
    """From milliseconds since 1970 UTC."""
    return datetime.fromtimestamp(at / 1000, UTC)


def moment_or_none(at: int | None) -> datetime | None:
    return None if at is None else moment(at)


def reason_shape(reason: Reason) -> ReasonShape:
    start, end = reason.span or (None, None)
    return ReasonShape(
        kind=reason.kind,
        name=reason.name,
        weight=round(reason.weight, 4),
        text=reason.text,
        start=start,
        end=end,
        event_id=reason.event_id,
    )


def reading_shape(reading: Reading) -> ReadingShape:
    return ReadingShape(
        polarity=reading.polarity,
        polarity_probs={p: round(v, 4) for p, v in reading.polarity_probs.items()},
        emotion=reading.emotion,
        emotions={e: round(v, 4) for e, v in reading.emotions.items()},
        intensity=round(reading.intensity, 4),
        confidence=round(reading.confidence, 4),
        unsure=reading.unsure,
        sarcasm=round(reading.sarcasm, 4),
        reasons=[reason_shape(r) for r in reading.reasons],
        model=reading.model,
        satisfaction=satisfaction_shape(reading.satisfaction) if reading.satisfaction else None,
    )


def satisfaction_shape(satisfaction: Satisfaction) -> SatisfactionShape:
    return SatisfactionShape(
        dissatisfied=round(satisfaction.dissatisfied, 4),
        neutral=round(satisfaction.neutral, 4),
        satisfied=round(satisfaction.satisfied, 4),
        level=round(satisfaction.level, 4),
    )


def turn_shape(turn: Turn) -> TurnShape:
    origin, outcome = turn.masked.origin, turn.outcome
    known = TurnShape(
        event_id=origin.event_id,
        at=moment(origin.at),
        role=origin.role,
        kind=origin.kind,
        text=turn.masked.text,
        entities=[EntityShape(kind=e.kind, start=e.span[0], end=e.span[1]) for e in turn.masked.entities],
    )
    if outcome is None:
        return known
    return known.model_copy(
        update={
            "sequence": outcome.sequence,
            "reading": reading_shape(outcome.reading) if outcome.reading else None,
            "mood": outcome.mood,
            "risk": outcome.risk.probability,
            "tier": outcome.risk.tier,
            "reasons": [reason_shape(r) for r in outcome.risk.reasons],
            "reliefs": [ReliefShape(name=r.name, text=r.text, risk=r.probability) for r in outcome.risk.reliefs],
            "foresight": foresight_shape(outcome.foresight) if outcome.foresight else None,
            "rules": [reason_shape(r) for r in outcome.decision.reasons],
            "actions": [a.id for a in outcome.decision.actions],
            "policy": outcome.decision.policy,
        }
    )


def foresight_shape(foresight: Foresight) -> ForesightShape:
    lead = foresight.lead
    return ForesightShape(
        satisfaction=satisfaction_shape(foresight.satisfaction),
        base=foresight.base,
        pulls=[PullShape(driver=p.driver, weight=p.weight) for p in foresight.pulls],
        ahead=[
            AheadShape(turns=a.turns, negative=round(a.negative, 4), positive=round(a.positive, 4))
            for a in foresight.ahead
        ],
        lead=LeadShape(low=lead.low, median=lead.median, high=lead.high),
    )


def conversation_shape(conversation: Conversation) -> ConversationShape:
    return ConversationShape.model_validate(_summary(conversation))


def detail_shape(
    conversation: Conversation, turns: Iterable[Turn], deliveries: Iterable[Delivery], weights: RiskWeights
) -> ConversationDetailShape:
    """``weights`` are those in force: they judge the conversation as if it were over."""
    signals = numbers(conversation.state, conversation.channel, conversation.state.last_at)
    ended = afterwards(signals, weights)
    return ConversationDetailShape.model_validate(
        {
            **_summary(conversation),
            "turns_list": [turn_shape(t) for t in turns],
            "actions": [delivery_shape(d) for d in deliveries],
            "facts": dict(conversation.state.facts),
            "signals": {name: round(v, 4) if isinstance(v, float) else v for name, v in signals.items()},
            "afterwards": satisfaction_shape(ended) if ended else None,
        }
    )


def delivery_shape(delivery: Delivery) -> ActionShape:
    action = delivery.action
    return ActionShape(
        id=action.id,
        conversation=delivery.conversation.id,
        event_id=delivery.event_id,
        kind=action.kind,
        rule=action.rule,
        tier=action.tier,
        title=action.title,
        body={name: list(value) if isinstance(value, tuple) else value for name, value in action.body.items()},
        status=delivery.status,
        attempts=delivery.attempts,
        created_at=moment(delivery.created_at),
        delivered_at=moment_or_none(delivery.delivered_at),
        error=delivery.error,
        legs=[
            LegShape(destination=leg.destination, status=leg.status, attempts=leg.attempts, error=leg.error)
            for leg in delivery.legs
        ],
    )


def outcome_shape(kept: KeptOutcome) -> OutcomeShape:
    outcome = kept.outcome
    return OutcomeShape(
        id=outcome.id,
        revision=outcome.revision,
        current=kept.current,
        withdrawn=outcome.withdrawn,
        conversation=outcome.conversation,
        customer=outcome.customer,
        kind=outcome.kind,
        value=outcome.value,
        bad=outcome.bad,
        at=moment(outcome.at),
        received_at=moment(kept.received_at),
        text=outcome.text,
    )


def live_shape(update: Update) -> LiveShape:
    """Actions are shown as pending here: their delivery is told in an event of its own."""
    ref = update.conversation.ref
    deliveries = [
        Delivery(action, ref, turn.masked.origin.event_id, turn.masked.origin.at)
        for turn in update.turns
        if turn.outcome
        for action in turn.outcome.decision.actions
    ]
    return LiveShape(
        conversation=conversation_shape(update.conversation),
        turns=[turn_shape(t) for t in update.turns],
        actions=[delivery_shape(d) for d in deliveries],
        rebuilt=update.rebuilt,
    )


def _summary(conversation: Conversation) -> dict[str, object]:
    state = conversation.state
    return {
        "id": conversation.ref.id,
        "scene": conversation.scene,
        "channel": conversation.channel,
        "opened_at": moment(conversation.opened_at),
        "last_at": moment(state.last_at),
        "turns": state.turns,
        "customer_turns": state.customer_turns,
        "mood": round(state.mood, 4),
        "moods": [round(point.mood, 4) for point in state.course],
        "slope": round(state.slope, 4),
        "emotion": state.course[-1].emotion if state.course else None,
        "risk": round(conversation.risk.probability, 4),
        "tier": conversation.risk.tier,
        "agent": str(state.facts.get(AGENT, "")),
        "team": str(state.facts.get(TEAM, "")),
        "waiting_since": moment_or_none(state.waiting_since),
        "alarms": [
            AlarmShape(tier=a.tier, at=moment(a.at), turn=a.turn, risk=round(a.probability, 4)) for a in state.alarms
        ],
        "foresight": foresight_shape(conversation.foresight) if conversation.foresight else None,
    }


def unsafe_settings(services: Services) -> list[UnsafeShape]:
    return [UnsafeShape(code=u.code, text=u.text, values=dict(u.values)) for u in services.settings.warnings]
