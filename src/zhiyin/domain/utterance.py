"""Utterance: one thing said (or not said) at one moment of one conversation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zhiyin.domain.text import RawText, SafeText, Span

Scalar = str | int | float | bool
Facts = Mapping[str, Scalar]


class Role(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


class Kind(StrEnum):
    MESSAGE = "message"
    SILENCE = "silence"
    """Injected by the engine when a customer has waited; carries no words."""


@dataclass(frozen=True, slots=True, order=True)
class ConversationRef:
    """Names one conversation; also the key by which events are kept in order."""

    tenant: str
    id: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where and when something was said. Times are whole milliseconds since 1970-01-01 UTC."""

    conversation: ConversationRef
    event_id: str
    role: Role
    at: int
    kind: Kind = Kind.MESSAGE
    scene: str = "ecommerce"
    channel: str = "chat"
    facts: Facts = field(default_factory=dict)
    """Order, customer and business facts that travel along; string values are masked like text."""

    @property
    def order(self) -> tuple[int, str]:
        """Total order inside a conversation: time, then event id, so that any arrival order sorts to one course."""
        return (self.at, self.event_id)


@dataclass(frozen=True, slots=True)
class Utterance:
    origin: Origin
    text: RawText


@dataclass(frozen=True, slots=True)
class Entity:
    """One piece of personal data that was masked: its kind and where its placeholder stands in the safe text.

    ``mark``: at most 16 bits by which two values of one conversation can be told apart; None where there is none
    (names, addresses, secrets, placeholders that came as such, and what was stored before there were marks).
    """

    kind: str
    span: Span
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Masked:
    origin: Origin
    text: SafeText
    entities: tuple[Entity, ...] = ()
