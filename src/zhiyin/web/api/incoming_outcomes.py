"""Incoming outcomes: business outcomes as they are sent in, decoded; what they say is checked by the engine."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from zhiyin.domain.errors import InputError
from zhiyin.domain.outcome_receipt import OutcomeReceipt, OutcomeStatus
from zhiyin.domain.sent_outcome import SentOutcome
from zhiyin.domain.text import RawText


class OutcomeIn(msgspec.Struct, forbid_unknown_fields=True):
    """``at`` is an RFC 3339 time with its zone, or whole milliseconds since 1970 UTC."""

    id: str
    kind: str = ""
    at: datetime | int | None = None
    conversation: str | None = None
    customer: str | None = None
    value: float | None = None
    bad: bool | None = None
    withdrawn: bool = False
    text: str | None = None


class _BatchIn(msgspec.Struct, forbid_unknown_fields=True):
    outcomes: list[msgspec.Raw]


_batches = msgspec.json.Decoder(_BatchIn)
_decoder = msgspec.json.Decoder(OutcomeIn)


def outcome_batch(body: bytes, most: int) -> Sequence[msgspec.Raw]:
    """InputError when the body as a whole is not a batch of at most ``most`` outcomes."""
    try:
        batch = _batches.decode(body)
    except msgspec.DecodeError as error:
        raise InputError(f'the body must be {{"outcomes": [...]}}: {error}') from None
    except UnicodeDecodeError:
        raise InputError("the body is not UTF-8") from None
    if len(batch.outcomes) > most:
        raise InputError(f"more than {most} outcomes in one batch; send several batches")
    return batch.outcomes


def decode_outcomes(raw: Sequence[msgspec.Raw], tenant: str) -> list[SentOutcome | OutcomeReceipt]:
    """Per item the outcome, or a receipt that says why it cannot be read."""
    return [_decode(item, tenant) for item in raw]


def _decode(item: msgspec.Raw, tenant: str) -> SentOutcome | OutcomeReceipt:
    try:
        sent = _decoder.decode(item)
        at = _milliseconds(sent.at)
    except (msgspec.DecodeError, ValueError, OverflowError) as error:
        return OutcomeReceipt("", OutcomeStatus.REJECTED, detail=str(error))
    return SentOutcome(
        tenant=tenant,
        id=sent.id,
        kind=sent.kind,
        at=at,
        conversation=sent.conversation or "",
        customer=RawText(sent.customer) if sent.customer and sent.customer.strip() else None,
        value=sent.value,
        bad=sent.bad,
        withdrawn=sent.withdrawn,
        text=RawText(sent.text) if sent.text else None,
    )


def _milliseconds(at: datetime | int | None) -> int | None:
    if not isinstance(at, datetime):
        return at
    if at.tzinfo is None:
        raise ValueError("at has no time zone; write it like 2026-01-31T09:30:00+08:00")
    return round(at.timestamp() * 1000)
