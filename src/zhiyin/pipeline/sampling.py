"""Sampling: which readings people should look at, so that few labels tell much and the model can be measured fairly.

Each reading is drawn by itself, with a chance that depends only on what was drawn before it. That chance is kept with
the item; weighing each drawn item by 1/chance gives unbiased totals over all readings (D. G. Horvitz, D. J. Thompson,
"A Generalization of Sampling Without Replacement From a Finite Universe", JASA 47 (1952), 663-685). The draw itself is
a hash of where the turn stands, so that working a turn off twice does not draw it twice.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhiyin.domain.conversation import Turn
from zhiyin.domain.features import ContextTurn
from zhiyin.domain.reading import Emotion, Reading
from zhiyin.domain.review_item import ReviewItem, Source
from zhiyin.domain.utterance import ConversationRef, Kind

CONTEXT = 4
"""Turns before the item that a labeller is shown."""
LOW_CONFIDENCE = 0.5
"""A label less probable than this is worth a look even where the model calls itself sure."""
HALVINGS = 16
"""How often the chance has been halved when the day's room is used up, so that it reaches through a busy day."""
_SHARE = {Source.UNSURE: 0.6, Source.SURE: 0.4}
"""Parts of the day's room."""
_BASE = {Source.UNSURE: 0.5, Source.SURE: 0.05}
"""Chance of the day's first ones."""
_SPREAD = 0.1
"""Part of a source's room that one scene and emotion fills before its own chance is halved."""

Stratum = tuple[Source, str, Emotion]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A reading that was drawn: where it stands, why, and with which chance (0-1)."""

    conversation: ConversationRef
    event_id: str
    source: Source
    chance: float


def source_of(reading: Reading) -> Source:
    return Source.UNSURE if reading.unsure or reading.confidence < LOW_CONFIDENCE else Source.SURE


def chance_of(stratum: Stratum, drawn: Mapping[Stratum, int], per_day: int) -> float:
    """0-1. ``drawn``: how many of each stratum were drawn today; ``per_day``: how many may come in a day in all.

    Halved again and again as the room fills, first for the scenes and emotions that have many already; 0 when full.
    """
    source = stratum[0]
    room = per_day * _SHARE.get(source, 0.0)
    taken = sum(count for (of, _, _), count in drawn.items() if of is source)
    if taken >= room:
        return 0.0
    spread = max(2.0, room * _SPREAD)
    halvings = int(HALVINGS * taken / room) + int(drawn.get(stratum, 0) / spread)
    return _BASE[source] * 0.5**halvings


def lot(ref: ConversationRef, event_id: str) -> float:
    """A number in [0, 1) that looks like chance and is the same whenever it is asked."""
    return int(item_id(ref, event_id)[:13], 16) / 16**13


def item_id(ref: ConversationRef, event_id: str) -> str:
    """One turn has one item."""
    return hashlib.sha256("\0".join(("review", ref.tenant, ref.id, event_id)).encode()).hexdigest()[:24]


def item_of(turns: Sequence[Turn], drawn: Drawn, now: int) -> ReviewItem | None:
    """The item as people will see it; None if the turn is not there or was not read. ``now`` in ms since 1970 UTC."""
    place = next((n for n, turn in enumerate(turns) if turn.masked.origin.event_id == drawn.event_id), None)
    outcome = None if place is None else turns[place].outcome
    if place is None or outcome is None or outcome.reading is None:
        return None
    masked = turns[place].masked
    said = [turn.masked for turn in turns[:place] if turn.masked.origin.kind is Kind.MESSAGE][-CONTEXT:]
    return ReviewItem(
        tenant=drawn.conversation.tenant,
        id=item_id(drawn.conversation, drawn.event_id),
        conversation=drawn.conversation.id,
        event_id=drawn.event_id,
        scene=masked.origin.scene,
        source=drawn.source,
        chance=drawn.chance,
        text=masked.text,
        before=tuple(ContextTurn(before.origin.role, before.text) for before in said),
        reading=outcome.reading,
        created_at=now,
    )
