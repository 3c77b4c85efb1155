"""Tile rows: what a wall shows of a conversation, beside the snapshot and apart from it.

What a wall is searched by has a column; the rest is ``brief``, a small JSON. The snapshot's ``body`` is never read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from zhiyin.domain.alarm_handling import AlarmState
from zhiyin.domain.conversation import Conversation
from zhiyin.domain.errors import StoreError
from zhiyin.domain.reading import Emotion
from zhiyin.domain.risk import Tier
from zhiyin.domain.tile import Tile, tile_of
from zhiyin.domain.utterance import ConversationRef
from zhiyin.store.row_values import RowValues

LEVELS = tuple(sorted(Tier, key=lambda tier: tier.level))
"""Tier by its level."""


@dataclass(frozen=True, slots=True)
class _Brief:
    moods: tuple[float, ...]
    why: tuple[str, ...]
    emotion: Emotion | None
    climb: float
    firings: int
    turns: int
    read_turns: int
    negative_turns: int


_decoder = msgspec.json.Decoder(_Brief)
_encoder = msgspec.json.Encoder()


def tile_row(conversation: Conversation) -> RowValues:
    tile = tile_of(conversation)
    brief = _Brief(
        tile.moods, tile.why, tile.emotion, tile.climb, tile.firings, tile.turns, tile.read_turns, tile.negative_turns
    )
    return {
        "agent": tile.agent,
        "team": tile.team,
        "waiting_since": tile.waiting_since,
        "closed": int(tile.closed),
        "alarm_level": tile.alarm.level,
        "alarm_at": tile.alarm_at,
        "brief": _encoder.encode(brief).decode(),
    }


SHOWN = (
    "tenant",
    "id",
    "scene",
    "channel",
    "team",
    "agent",
    "tier",
    "risk",
    "mood",
    "opened_at",
    "last_at",
    "waiting_since",
    "alarm_level",
    "alarm_at",
    "closed",
    "brief",
)
"""Columns of the conversation that ``to_tile`` wants, in this order; ``level`` and ``state`` of its alarm follow."""

_TIERS = {tier.value: tier for tier in Tier}
_STATES = {state.value: state for state in AlarmState}


def to_tile(row: Sequence[Any]) -> Tile:
    """By position: a wall reads thousands of rows at once, and by name it takes three times as long."""
    tenant, name, scene, channel, team, agent, tier, risk, mood, opened_at, last_at, since, level, rang, closed = row[
        :15
    ]
    brief, handled_level, handled_state = row[15:]
    try:
        told = _decoder.decode(brief)
    except msgspec.MsgspecError as error:
        raise StoreError(f"a stored tile cannot be read ({error}); restore a backup or run the newer program") from None
    state = None
    if level:
        covered = handled_level is not None and handled_level >= level
        state = _STATES[handled_state] if covered else AlarmState.OPEN
    return Tile(
        ConversationRef(tenant, name),
        scene,
        channel,
        team,
        agent,
        _TIERS[tier],
        risk,
        mood,
        told.climb,
        opened_at,
        last_at,
        since,
        LEVELS[level],
        rang,
        bool(closed),
        told.moods,
        told.why,
        told.emotion,
        told.firings,
        told.turns,
        told.read_turns,
        told.negative_turns,
        state,
    )
