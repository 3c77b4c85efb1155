"""OutcomeDesk: takes in business outcomes, from the API and from files: checks, masks, keeps."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhiyin.domain.business_outcome import BusinessOutcome, OutcomeKind, is_bad
from zhiyin.domain.outcome_receipt import OutcomeReceipt, OutcomeStatus
from zhiyin.domain.sent_outcome import SentOutcome
from zhiyin.engine.admission import Admission
from zhiyin.engine.feed import FeedLimits, wrong_identifier
from zhiyin.pipeline.mask import mask_customer, mask_text
from zhiyin.pipeline.quality import garbled
from zhiyin.seams import BusinessOutcomes, Clock

CUSTOMER_CHARACTERS = 200
_KINDS = ", ".join(OutcomeKind)
_NEEDS = (
    ("kind", "it says what came back"),
    ("at", "send the time at which it happened, with its zone"),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """An outcome that may be kept, and what of it was left out."""

    outcome: BusinessOutcome
    note: str = ""


class OutcomeDesk:
    """The one way in for outcomes. Nothing that is not masked goes further than this room."""

    def __init__(self, outcomes: BusinessOutcomes, clock: Clock, limits: FeedLimits | None = None) -> None:
        self._outcomes = outcomes
        self._clock = clock
        self.limits = limits or FeedLimits()
        self._admission = Admission(self.limits.inflight)

    async def accept(self, batch: Sequence[SentOutcome]) -> list[OutcomeReceipt]:
        """One receipt per outcome, in order; when this returns, what was accepted is kept durably.

        BusyError when too many batches are being kept at once; nothing of this batch is kept then.
        """
        with self._admission.one():
            return await self._accept(batch)

    async def _accept(self, batch: Sequence[SentOutcome]) -> list[OutcomeReceipt]:
        now = self._clock.now()
        judged = await asyncio.to_thread(_judge_all, batch, self.limits, now)
        found = await self._with_withdrawals(batch, judged)
        good = [f for f in found if isinstance(f, _Found)]
        kept = iter(await self._outcomes.keep_outcomes([f.outcome for f in good], now)) if good else iter(())
        return [_receipt(f, *next(kept)) if isinstance(f, _Found) else f for f in found]

    async def _with_withdrawals(
        self, batch: Sequence[SentOutcome], judged: Sequence["_Found | OutcomeReceipt | None"]
    ) -> list["_Found | OutcomeReceipt"]:
        """Where only an id was sent to be withdrawn (None), the rest is what was known of it before."""
        bare = {(s.tenant, s.id) for s, f in zip(batch, judged, strict=True) if f is None}
        known: dict[tuple[str, str], BusinessOutcome] = {}
        for tenant in sorted({tenant for tenant, _ in bare}):
            ids = sorted(name for of, name in bare if of == tenant)
            current = await self._outcomes.current_outcomes(tenant, ids)
            known.update({(tenant, name): outcome for name, outcome in current.items()})
        found: list[_Found | OutcomeReceipt] = []
        for sent, item in zip(batch, judged, strict=True):
            taken = item or _withdrawal(sent, known.get((sent.tenant, sent.id)))
            if isinstance(taken, _Found):
                known[sent.tenant, sent.id] = taken.outcome
            found.append(taken)
        return found


def _receipt(found: _Found, revision: int, new: bool) -> OutcomeReceipt:
    outcome = found.outcome
    if not new:
        status = OutcomeStatus.DUPLICATE
    elif outcome.withdrawn:
        status = OutcomeStatus.WITHDRAWN
    else:
        status = OutcomeStatus.ACCEPTED if revision == 1 else OutcomeStatus.CORRECTED
    return OutcomeReceipt(outcome.id, status, revision, found.note)


def _withdrawal(sent: SentOutcome, before: BusinessOutcome | None) -> _Found | OutcomeReceipt:
    if before is not None:
        return _Found(replace(before, withdrawn=True))
    why = "id: no outcome of this id is known, so there is nothing to take back; check the id, or send all its fields"
    return OutcomeReceipt(sent.id, OutcomeStatus.REJECTED, detail=why)


def _judge_all(batch: Sequence[SentOutcome], limits: FeedLimits, now: int) -> list[_Found | OutcomeReceipt | None]:
    return [_judge(sent, limits, now) for sent in batch]


def _judge(sent: SentOutcome, limits: FeedLimits, now: int) -> _Found | OutcomeReceipt | None:
    """None: only an id, to be withdrawn."""
    if why := wrong_identifier("id", sent.id):
        return OutcomeReceipt("", OutcomeStatus.REJECTED, detail=why)
    if sent == SentOutcome(sent.tenant, sent.id, withdrawn=True):
        return None
    why = _wrong_link(sent) or _wrong_content(sent) or _wrong_size(sent, limits, now)
    if why:
        return OutcomeReceipt(sent.id, OutcomeStatus.REJECTED, detail=why)
    return _masked(sent)


def _wrong_link(sent: SentOutcome) -> str | None:
    if sent.conversation:
        return wrong_identifier("conversation", sent.conversation)
    if sent.customer is None:
        return "conversation: name the conversation, or the customer, so that it can be linked"
    return None


def _wrong_content(sent: SentOutcome) -> str | None:
    for name, why in _NEEDS:
        if getattr(sent, name) in ("", None):
            return f"{name} is missing: {why}"
    if sent.kind not in set(OutcomeKind):
        return f"kind must be one of {_KINDS}"
    kind = OutcomeKind(sent.kind)
    if sent.value is None:
        return "value is missing: a rating needs its stars, 1 to 5" if kind is OutcomeKind.RATING else None
    if not kind.has_stars:
        return f"value: a {kind} has no stars; leave it out, or send a rating"
    if not 1 <= sent.value <= 5:
        return "value must be 1 to 5 stars; convert other scales to it before sending"
    return None


def _wrong_size(sent: SentOutcome, limits: FeedLimits, now: int) -> str | None:
    if sent.at is None or not 0 < sent.at <= now + limits.future_ms:
        return "at lies in the future (or before 1970); send the time at which it happened, with its zone"
    if sent.customer is not None and sent.customer.length > CUSTOMER_CHARACTERS:
        return f"customer is longer than {CUSTOMER_CHARACTERS} characters; send a reference, not a description"
    if sent.text is not None and sent.text.length > limits.text_characters:
        return f"text is longer than {limits.text_characters} characters; shorten it"
    return None


def _masked(sent: SentOutcome) -> _Found:
    """``sent`` has been checked."""
    kind = OutcomeKind(sent.kind)
    text = mask_text(sent.text)[0] if sent.text is not None else None
    unreadable = garbled(text) if text else None
    outcome = BusinessOutcome(
        tenant=sent.tenant,
        id=sent.id,
        conversation=sent.conversation or None,
        customer=None if sent.customer is None else mask_customer(sent.tenant, sent.customer),
        kind=kind,
        value=sent.value,
        bad=is_bad(kind, sent.value) if sent.bad is None else sent.bad,
        at=sent.at or 0,
        withdrawn=sent.withdrawn,
        text=None if unreadable else text or None,
    )
    return _Found(outcome, f"text cannot be read ({unreadable}) and was left out" if unreadable else "")
