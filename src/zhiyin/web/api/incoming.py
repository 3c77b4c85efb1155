"""Incoming: one event as it is sent in, checked, and turned into an utterance. HTTP, WebSocket and replay share it."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from zhiyin.domain.receipt import Receipt, ReceiptStatus
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Kind, Origin, Role, Scalar, Utterance

WANTED = ("scene", "channel")
"""Fields that may be left out but make an event complete (completeness is measured on them and the needed ones)."""


class EventIn(msgspec.Struct, forbid_unknown_fields=True):
    """``at`` is an RFC 3339 time with its zone, or whole milliseconds since 1970 UTC."""

    event_id: str
    conversation_id: str
    role: Role
    at: datetime | int
    text: str = ""
    kind: Kind = Kind.MESSAGE
    scene: str = ""
    channel: str = ""
    facts: dict[str, Scalar] = {}

    def missing(self) -> int:
        """How many of the wanted fields it lacks, and the text of a message."""
        return sum(not getattr(self, name) for name in WANTED) + (self.kind is Kind.MESSAGE and not self.text)


class BatchIn(msgspec.Struct, forbid_unknown_fields=True):
    events: list[msgspec.Raw]


_decoder = msgspec.json.Decoder(EventIn)
FIELDS = 7
"""Needed and wanted fields of an event, for completeness."""


def utterance(event: EventIn, tenant: str) -> Utterance:
    """ValueError when the time has no zone or the scene is not a plain word."""
    if isinstance(event.at, datetime):
        if event.at.tzinfo is None:
            raise ValueError("at has no time zone; write it like 2026-01-31T09:30:00+08:00")
        at = round(event.at.timestamp() * 1000)
    else:
        at = event.at
    for name, value in (("scene", event.scene), ("channel", event.channel)):
        if len(value) > 64 or (not value.replace("-", "").replace("_", "").isalnum() and value):
            raise ValueError(f"{name} must be a word of at most 64 letters, digits, - or _")
    return Utterance(
        Origin(
            conversation=ConversationRef(tenant, event.conversation_id),
            event_id=event.event_id,
            role=event.role,
            at=at,
            kind=event.kind,
            scene=event.scene or "ecommerce",
            channel=event.channel or "chat",
            facts=event.facts,
        ),
        RawText(event.text),
    )


def decode_events(raw: Sequence[msgspec.Raw], tenant: str) -> tuple[list[Utterance | Receipt], int]:
    """Per event the utterance, or a receipt that says why it is refused; and how many fields were missing in all."""
    found: list[Utterance | Receipt] = []
    missing = 0
    for item in raw:
        try:
            event = _decoder.decode(item)
            found.append(utterance(event, tenant))
            missing += event.missing()
        except (msgspec.DecodeError, ValueError, OverflowError) as error:
            found.append(Receipt("", ReceiptStatus.REJECTED, str(error)))
    return found, missing
