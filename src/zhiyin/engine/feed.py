"""Feed: takes in what was said: checks, masks, keeps it durably, and rings the lane."""

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec

from zhiyin.domain.receipt import Receipt, ReceiptStatus
from zhiyin.domain.utterance import ConversationRef, Kind, Masked, Utterance
from zhiyin.engine.admission import Admission
from zhiyin.engine.past_facts import with_past
from zhiyin.pipeline.mask import mask, refuse_identifier
from zhiyin.pipeline.quality import garbled
from zhiyin.seams import Bus, BusinessOutcomes, Clock, Journal, Message

LANES = "lanes"
"""Bus subject of conversations that have something new; the body names the conversation."""

_IDENTIFIER = re.compile(r"[\w.:@+-]{1,128}", re.ASCII)
_MAY_BE_PERSONAL = re.compile(r"@|(?:\d\D*){6}")
"""No personal number has fewer than six digits; most identifiers need no closer look."""


@dataclass(frozen=True, slots=True)
class FeedLimits:
    """``future_ms``: how far ahead of our clock an event may be dated; ``inflight``: batches being kept at once."""

    text_characters: int = 4_000
    batch_events: int = 1_000
    facts: int = 50
    fact_characters: int = 500
    future_ms: int = 24 * 3600 * 1000
    inflight: int = 64


class FeedStore(Journal, BusinessOutcomes, Protocol):
    """What the feed needs of a store."""


class Feed:
    """The one way in, for every channel. Nothing that is not masked goes further than this room."""

    def __init__(
        self, store: FeedStore, bus: Bus, clock: Clock, limits: FeedLimits | None = None, secret: bytes = b""
    ) -> None:
        """``secret``: key of the marks by which two masked values of a conversation are told apart."""
        self._store = store
        self._bus = bus
        self._clock = clock
        self._limits = limits or FeedLimits()
        self._secret = secret
        self._admission = Admission(self._limits.inflight)
        self.counted: Counter[ReceiptStatus] = Counter()
        """Receipts given since the start, by status."""

    async def accept(self, batch: Sequence[Utterance]) -> list[Receipt]:
        """One receipt per event, in order. When this returns, a killed process loses no accepted event.

        BusyError when too many batches are being kept at once; nothing of this batch is kept then.
        """
        with self._admission.one():
            return await self._accept(batch)

    async def _accept(self, batch: Sequence[Utterance]) -> list[Receipt]:
        now = self._clock.now()
        receipts = [self._judge(utterance, now) for utterance in batch]
        good = [i for i, receipt in enumerate(receipts) if receipt.status is ReceiptStatus.ACCEPTED]
        masked = await asyncio.to_thread(_mask_all, [batch[i] for i in good], self._secret)
        masked = await with_past(self._store, masked)
        new = await self._store.accept(masked, now) if masked else []
        for i, is_new in zip(good, new, strict=True):
            if not is_new:
                receipts[i] = Receipt(receipts[i].event_id, ReceiptStatus.DUPLICATE)
        # Duplicates ring too: the process may have died between keeping the event and ringing the first time.
        await self.ring(list(dict.fromkeys(m.origin.conversation for m in masked)))
        self.counted.update(r.status for r in receipts)
        return receipts

    async def ring(self, refs: Sequence[ConversationRef]) -> None:
        """Say that these conversations may have something to work off."""
        if refs:
            await self._bus.put([doorbell(ref) for ref in refs])

    def _judge(self, utterance: Utterance, now: int) -> Receipt:
        origin = utterance.origin
        why = self._wrong(utterance, now)
        if why:
            shown = origin.event_id if _IDENTIFIER.fullmatch(origin.event_id) else ""
            return Receipt(shown, ReceiptStatus.REJECTED, why)
        reason = garbled(utterance.text.reveal()) if origin.kind is Kind.MESSAGE else None
        if reason:
            return Receipt(origin.event_id, ReceiptStatus.SET_ASIDE, reason)
        return Receipt(origin.event_id, ReceiptStatus.ACCEPTED)

    def _wrong(self, utterance: Utterance, now: int) -> str | None:
        """Why the event cannot be taken, or None."""
        origin, limits = utterance.origin, self._limits
        for name, value in (("event_id", origin.event_id), ("conversation_id", origin.conversation.id)):
            if why := wrong_identifier(name, value):
                return why
        if len(utterance.text.reveal()) > limits.text_characters:
            return f"text is longer than {limits.text_characters} characters; split it into several events"
        if not 0 < origin.at <= now + limits.future_ms:
            return "at lies in the future (or before 1970); send the time at which it was said, with its zone"
        return self._wrong_facts(utterance)

    def _wrong_facts(self, utterance: Utterance) -> str | None:
        facts, limits = utterance.origin.facts, self._limits
        if len(facts) > limits.facts:
            return f"more than {limits.facts} facts; send only those that rules use"
        for name, value in facts.items():
            if not _IDENTIFIER.fullmatch(name):
                return "names of facts must be 1 to 128 of the characters A-Z a-z 0-9 . _ : @ + -"
            if isinstance(value, str) and len(value) > limits.fact_characters:
                return f"fact {name} is longer than {limits.fact_characters} characters"
        return None


def wrong_identifier(name: str, value: str) -> str | None:
    """Why the identifier in the field ``name`` cannot be taken, or None."""
    if not _IDENTIFIER.fullmatch(value):
        return f"{name} must be 1 to 128 of the characters A-Z a-z 0-9 . _ : @ + -"
    if _MAY_BE_PERSONAL.search(value) and (why := refuse_identifier(value)):
        return f"{name}: {why}"
    return None


def doorbell(ref: ConversationRef) -> Message:
    """The message that says that a conversation may have something to work off."""
    return Message(LANES, f"{ref.tenant}/{ref.id}", msgspec.json.encode(ref))


def _mask_all(batch: Sequence[Utterance], secret: bytes) -> list[Masked]:
    return [mask(utterance, secret) for utterance in batch]
