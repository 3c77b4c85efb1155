"""Rows of corrections, review items and labels, and back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from zhiyin.domain.correction import Correction
from zhiyin.domain.errors import StoreError
from zhiyin.domain.features import ContextTurn
from zhiyin.domain.label import Label
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.review_item import ReviewItem, Source, Standing
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef
from zhiyin.store.codec import RowValues

T = TypeVar("T")
LABEL, SKIP, VERDICT = "label", "skip", "verdict"


@dataclass(frozen=True, slots=True)
class _Body:
    text: SafeText
    before: tuple[ContextTurn, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class _Note:
    note: SafeText | None


_bodies = msgspec.json.Decoder(_Body)
_labels = msgspec.json.Decoder(Label)
_notes = msgspec.json.Decoder(_Note)


def item_row(item: ReviewItem) -> RowValues:
    return {
        "tenant": item.tenant,
        "id": item.id,
        "conversation": item.conversation,
        "event_id": item.event_id,
        "scene": item.scene,
        "emotion": item.reading.emotion.value,
        "source": item.source.value,
        "chance": item.chance,
        "standing": item.standing.value,
        "labels": 0,
        "created_at": item.created_at,
        "claimed_by": None,
        "claimed_until": 0,
        "body": msgspec.json.encode(_Body(item.text, item.before, item.reading)).decode(),
    }


def to_item(row: sa.RowMapping, given: Iterable[sa.RowMapping]) -> ReviewItem:
    """``given``: the rows of the item's labels, in the order in which they came."""
    body = _decode(_bodies, row["body"])
    said = [(each["kind"], _decode(_labels, each["body"])) for each in given if each["kind"] != SKIP]
    return ReviewItem(
        tenant=row["tenant"],
        id=row["id"],
        conversation=row["conversation"],
        event_id=row["event_id"],
        scene=row["scene"],
        source=Source(row["source"]),
        chance=row["chance"],
        text=body.text,
        before=body.before,
        reading=body.reading,
        created_at=row["created_at"],
        standing=Standing(row["standing"]),
        labels=tuple(label for kind, label in said if kind == LABEL),
        verdict=next((label for kind, label in said if kind == VERDICT), None),
    )


def label_row(tenant: str, item: str, kind: str, label: Label) -> RowValues:
    return {
        "tenant": tenant,
        "item": item,
        "given_by": label.by,
        "kind": kind,
        "at": label.at,
        "body": msgspec.json.encode(label).decode(),
    }


def correction_row(correction: Correction) -> RowValues:
    note = None if correction.note is None else msgspec.json.encode(_Note(correction.note)).decode()
    return {
        "tenant": correction.conversation.tenant,
        "conversation": correction.conversation.id,
        "event_id": correction.event_id,
        "corrected_by": correction.by,
        "emotion": correction.emotion.value,
        "polarity": correction.polarity.value,
        "note": note,
        "at": correction.at,
    }


def to_correction(row: sa.RowMapping) -> Correction:
    return Correction(
        conversation=ConversationRef(row["tenant"], row["conversation"]),
        event_id=row["event_id"],
        by=row["corrected_by"],
        at=row["at"],
        emotion=Emotion(row["emotion"]),
        polarity=Polarity(row["polarity"]),
        note=None if row["note"] is None else _decode(_notes, row["note"]).note,
    )


def _decode(decoder: msgspec.json.Decoder[T], body: str) -> T:
    try:
        return decoder.decode(body)
    except msgspec.MsgspecError as error:
        raise StoreError(
            f"a stored review cannot be read ({error}); restore a backup or run the newer program"
        ) from None
