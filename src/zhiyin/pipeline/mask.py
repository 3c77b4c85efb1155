"""mask: personal data out, readable placeholders in. The only place where raw text becomes safe text.

Pure and linear in the length of the text; no data files. Kinds and placeholders: ``masking.kinds``.
"""

from dataclasses import replace
from typing import Final

from zhiyin.domain.customer import CUSTOMER
from zhiyin.domain.text import RawText, SafeText
from zhiyin.domain.utterance import Entity, Masked, Scalar, Utterance
from zhiyin.pipeline.masking.candidate import Candidate
from zhiyin.pipeline.masking.identifier import refuse_identifier
from zhiyin.pipeline.masking.kinds import KIND_OF, OURS, PLACEHOLDERS
from zhiyin.pipeline.masking.labelled import kind_of_key
from zhiyin.pipeline.masking.mark import mark_key, mark_of
from zhiyin.pipeline.masking.normalise import narrow, normalise
from zhiyin.pipeline.masking.pseudonym import pseudonym_of
from zhiyin.pipeline.masking.registry import DIGITAL, NUMERIC, TEXTUAL, WRITTEN
from zhiyin.pipeline.masking.resolve import resolve
from zhiyin.pipeline.masking.view import view

__all__ = ["mask", "mask_customer", "mask_text", "refuse_identifier"]

# A placeholder may lay bare what an overlap hid, so rounds go on until one finds nothing. Two is the rule (find,
# confirm); the bound keeps hostile texts linear.
_ROUNDS: Final = 8


def mask(utterance: Utterance, secret: bytes = b"") -> Masked:
    """Masks the text and the values of ``origin.facts``; under a telling key (phone, 收件人) they go whole.

    The fact ``customer`` becomes a pseudonym, see ``mask_customer``. ``secret`` keeps marks from being tried out by
    those who have the store but not the secret.
    """
    origin = utterance.origin
    text, entities = mask_text(utterance.text, mark_key(origin.conversation, secret))
    if origin.facts:
        tenant = origin.conversation.tenant
        origin = replace(origin, facts={key: _fact(tenant, key, value) for key, value in origin.facts.items()})
    return Masked(origin, text, entities)


def mask_text(raw: RawText, key: bytes | None = None) -> tuple[SafeText, tuple[Entity, ...]]:
    """NFKC text (Chinese punctuation kept) with placeholders, and where each stands; with a ``key`` also their marks.

    Masking a masked text again changes nothing, but what stands there already has no mark.
    """
    text = normalise(raw.reveal())
    marks: dict[int, int | None] = {}
    for _ in range(_ROUNDS):
        found = _find(narrow(text))
        if not found:
            break
        marks = _marks(text, found, marks, key) if key is not None else marks
        text = _replace(text, found)
    if "[" not in text:
        return SafeText(text), ()
    entities = tuple(Entity(KIND_OF[m[0]], m.span(), marks.get(m.start())) for m in OURS.finditer(text))
    return SafeText(text), entities


def mask_customer(tenant: str, reference: RawText) -> str:
    """The pseudonym under which all that is known of a customer is kept; masking it again changes nothing."""
    return pseudonym_of(tenant, reference.reveal())


def _find(text: str) -> list[Candidate]:
    seen = view(text)
    wanted = TEXTUAL
    if seen.has_digit or seen.has_latin:
        wanted += WRITTEN
    if seen.has_digit:
        wanted += DIGITAL
    if seen.chains:
        wanted += NUMERIC
    found = [candidate for recogniser in wanted for candidate in recogniser(seen)]
    return resolve(found, len(text)) if found else found


def _marks(text: str, found: list[Candidate], known: dict[int, int | None], key: bytes) -> dict[int, int | None]:
    """Where each placeholder begins after ``found`` is replaced -> its mark; those of earlier rounds move along."""
    moved: dict[int, int | None] = {}
    shift = 0
    waiting = sorted(known)
    for candidate in found:
        while waiting and waiting[0] < candidate.start:
            at = waiting.pop(0)
            moved[at + shift] = known[at]
        while waiting and waiting[0] < candidate.end:  # swallowed by a longer find
            waiting.pop(0)
        moved[candidate.start + shift] = mark_of(candidate.kind, text[candidate.start : candidate.end], key)
        shift += len(PLACEHOLDERS[candidate.kind]) - (candidate.end - candidate.start)
    return moved | {at + shift: known[at] for at in waiting}


def _replace(text: str, found: list[Candidate]) -> str:
    parts: list[str] = []
    at = 0
    for candidate in found:
        parts += (text[at : candidate.start], PLACEHOLDERS[candidate.kind])
        at = candidate.end
    parts.append(text[at:])
    return "".join(parts)


def _fact(tenant: str, key: str, value: Scalar) -> Scalar:
    if key == CUSTOMER:
        return _customer(tenant, value)
    if isinstance(value, bool | float):
        return value
    kind = kind_of_key(key)
    if isinstance(value, int):
        return PLACEHOLDERS[kind] if kind and abs(value) >= 10**6 else _whole_number(value)
    if kind and value.strip():
        return PLACEHOLDERS[kind]
    return mask_text(RawText(value))[0]


def _customer(tenant: str, value: Scalar) -> Scalar:
    """References sent as numbers are the same customers as those sent as texts; an empty one is nobody's."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    reference = str(value)
    return mask_customer(tenant, RawText(reference)) if reference.strip() else ""


def _whole_number(value: int) -> Scalar:
    """A number sent as a number: masked only where it is proven personal data (time stamps and amounts stay)."""
    return PLACEHOLDERS["number"] if refuse_identifier(str(value)) else value
