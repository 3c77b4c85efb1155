"""Codec: domain nouns to rows and back. Besides the mask this is the only place that makes ``SafeText``.

Rows are plain dicts for SQLAlchemy Core. What is searched or sorted by has a column; all else lies in ``body`` as JSON.
"""

from dataclasses import dataclass
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from zhiyin.domain.business_outcome import BusinessOutcome, OutcomeKind
from zhiyin.domain.carried import Carried
from zhiyin.domain.conversation import Conversation
from zhiyin.domain.decision import Action, Decision
from zhiyin.domain.delivery import Delivery, DeliveryStatus, Leg
from zhiyin.domain.errors import StoreError
from zhiyin.domain.foresight import Foresight
from zhiyin.domain.kept_outcome import KeptOutcome
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.policy import Policy
from zhiyin.domain.reading import Reading
from zhiyin.domain.risk import Risk
from zhiyin.domain.risk_version import RiskVersion
from zhiyin.domain.risk_weights import RiskWeights
from zhiyin.domain.state import EmotionState
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef, Entity, Facts, Kind, Masked, Origin, Role

T = TypeVar("T")
Cell = str | int | float | None
RowValues = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class _EventBody:
    text: str
    entities: tuple[Entity, ...]
    facts: Facts


@dataclass(frozen=True, slots=True)
class _OutcomeBody:
    reading: Reading | None
    mood: float
    risk: Risk
    decision: Decision
    foresight: Foresight | None = None
    weights: str = ""


@dataclass(frozen=True, slots=True)
class _ConversationBody:
    state: EmotionState
    risk: Risk
    foresight: Foresight | None = None


@dataclass(frozen=True, slots=True)
class _BusinessOutcomeBody:
    text: str | None


_event_body = msgspec.json.Decoder(_EventBody)
_outcome_body = msgspec.json.Decoder(_OutcomeBody)
_conversation_body = msgspec.json.Decoder(_ConversationBody)
_business_outcome_body = msgspec.json.Decoder(_BusinessOutcomeBody)
_action_body = msgspec.json.Decoder(Action)
_legs_body = msgspec.json.Decoder(tuple[Leg, ...])
_policy_body = msgspec.json.Decoder(Policy)
_carried_body = msgspec.json.Decoder(Carried)
_risk_body = msgspec.json.Decoder(RiskWeights)
_encoder = msgspec.json.Encoder()


def _encode(noun: object) -> str:
    return _encoder.encode(noun).decode()


def _decode(decoder: msgspec.json.Decoder[T], body: str, what: str) -> T:
    try:
        return decoder.decode(body)
    except msgspec.MsgspecError as error:
        # The text of the error names a place in the JSON, not its content.
        raise StoreError(
            f"a stored {what} cannot be read ({error}); restore a backup or run the newer program"
        ) from None


def event_row(masked: Masked, received_at: int) -> RowValues:
    origin = masked.origin
    return {
        "tenant": origin.conversation.tenant,
        "conversation": origin.conversation.id,
        "event_id": origin.event_id,
        "at": origin.at,
        "role": origin.role.value,
        "kind": origin.kind.value,
        "scene": origin.scene,
        "channel": origin.channel,
        "body": _encode(_EventBody(masked.text, masked.entities, origin.facts)),
        "received_at": received_at,
        "applied_at": None,
    }


def to_masked(row: sa.RowMapping) -> Masked:
    body = _decode(_event_body, row["body"], "event")
    origin = Origin(
        conversation=ConversationRef(row["tenant"], row["conversation"]),
        event_id=row["event_id"],
        role=Role(row["role"]),
        at=row["at"],
        kind=Kind(row["kind"]),
        scene=row["scene"],
        channel=row["channel"],
        facts=body.facts,
    )
    return Masked(origin, SafeText(body.text), body.entities)


def outcome_row(outcome: Outcome) -> RowValues:
    return {
        "tenant": outcome.conversation.tenant,
        "conversation": outcome.conversation.id,
        "event_id": outcome.event_id,
        "sequence": outcome.sequence,
        "at": outcome.at,
        "body": _encode(_outcome_of(outcome)),
    }


def _outcome_of(o: Outcome) -> _OutcomeBody:
    return _OutcomeBody(o.reading, o.mood, o.risk, o.decision, o.foresight, o.weights)


def to_outcome(ref: ConversationRef, event_id: str, sequence: int, at: int, body: str) -> Outcome:
    k = _decode(_outcome_body, body, "outcome")
    return Outcome(ref, event_id, at, sequence, k.reading, k.mood, k.risk, k.decision, k.foresight, k.weights)


def conversation_row(conversation: Conversation) -> RowValues:
    state, risk = conversation.state, conversation.risk
    return {
        "tenant": conversation.ref.tenant,
        "id": conversation.ref.id,
        "scene": conversation.scene,
        "channel": conversation.channel,
        "opened_at": conversation.opened_at,
        "last_at": state.last_at,
        "risk": risk.probability,
        "tier": risk.tier.value,
        "mood": state.mood,
        "version": conversation.version,
        "body": _encode(_ConversationBody(state, risk, conversation.foresight)),
        "customer": conversation.customer,
    }


def to_conversation(row: sa.RowMapping) -> Conversation:
    body = _decode(_conversation_body, row["body"], "conversation")
    return Conversation(
        ref=ConversationRef(row["tenant"], row["id"]),
        scene=row["scene"],
        channel=row["channel"],
        opened_at=row["opened_at"],
        state=body.state,
        risk=body.risk,
        version=row["version"],
        foresight=body.foresight,
    )


def carried_body(carried: Carried | None) -> str:
    """Empty: the conversation has been counted, but no turn of it was applied yet."""
    return _encode(carried) if carried else ""


def to_carried(body: str) -> Carried | None:
    return _decode(_carried_body, body, "summary of a conversation") if body else None


def business_outcome_row(outcome: BusinessOutcome, received_at: int) -> RowValues:
    return {
        "tenant": outcome.tenant,
        "id": outcome.id,
        "revision": outcome.revision,
        "conversation": outcome.conversation,
        "customer": outcome.customer,
        "kind": outcome.kind.value,
        "value": outcome.value,
        "bad": int(outcome.bad),
        "at": outcome.at,
        "withdrawn": int(outcome.withdrawn),
        "newest": 1,
        "body": _encode(_BusinessOutcomeBody(outcome.text)),
        "received_at": received_at,
    }


def to_business_outcome(row: sa.RowMapping) -> BusinessOutcome:
    body = _decode(_business_outcome_body, row["body"], "business outcome")
    return BusinessOutcome(
        tenant=row["tenant"],
        id=row["id"],
        conversation=row["conversation"],
        customer=row["customer"],
        kind=OutcomeKind(row["kind"]),
        value=row["value"],
        bad=bool(row["bad"]),
        at=row["at"],
        revision=row["revision"],
        withdrawn=bool(row["withdrawn"]),
        text=None if body.text is None else SafeText(body.text),
    )


def to_kept_outcome(row: sa.RowMapping) -> KeptOutcome:
    return KeptOutcome(to_business_outcome(row), row["received_at"], bool(row["newest"]))


def action_row(action: Action, outcome: Outcome, scene: str, now: int) -> RowValues:
    return {
        "id": action.id,
        "tenant": outcome.conversation.tenant,
        "conversation": outcome.conversation.id,
        "event_id": outcome.event_id,
        "scene": scene,
        "body": _encode(action),
        "status": DeliveryStatus.PENDING.value,
        "attempts": 0,
        "created_at": now,
        "next_at": now,
        "lease_until": 0,
        "delivered_at": None,
        "error": "",
        "legs": "[]",
    }


def to_delivery(row: sa.RowMapping) -> Delivery:
    return Delivery(
        action=_decode(_action_body, row["body"], "action"),
        conversation=ConversationRef(row["tenant"], row["conversation"]),
        event_id=row["event_id"],
        created_at=row["created_at"],
        status=DeliveryStatus(row["status"]),
        attempts=row["attempts"],
        next_at=row["next_at"],
        delivered_at=row["delivered_at"],
        error=row["error"],
        scene=row["scene"],
        legs=_decode(_legs_body, row["legs"], "delivery"),
    )


def legs_body(legs: tuple[Leg, ...]) -> str:
    return _encode(legs)


def policy_body(policy: Policy) -> str:
    return _encode(policy)


def to_policy(body: str) -> Policy:
    return _decode(_policy_body, body, "policy")


def risk_version_row(version: RiskVersion) -> RowValues:
    return {
        "version": version.name,
        "before": version.before,
        "seen_until": version.seen_until,
        "body": _encode(version.weights),
        "kept_by": version.by,
        "kept_at": version.at,
    }


def to_risk_version(row: sa.RowMapping) -> RiskVersion:
    weights = _decode(_risk_body, row["body"], "version of risk weights")
    return RiskVersion(weights, row["before"], row["seen_until"], row["kept_by"], row["kept_at"])
