"""Tile rows: what a wall shows of a conversation, beside the snapshot and apart from it.

What a wall is searched by has a column; the rest is ``brief``, a small JSON. The snapshot's ``body`` is never read.
"""

from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

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


def to_tile(row: sa.RowMapping) -> Tile:
    """``row`` also holds ``handled_level`` and ``handled_state`` of the alarm, NULL where nobody acted on it."""
    try:
        brief = _decoder.decode(row["brief"])
    except msgspec.MsgspecError as error:
        raise StoreError(f"a stored tile cannot be read ({error}); restore a backup or run the newer program") from None
    return Tile(
        ref=ConversationRef(row["tenant"], row["id"]),
        scene=row["scene"],
        channel=row["channel"],
        team=row["team"],
        agent=row["agent"],
        tier=Tier(row["tier"]),
        risk=row["risk"],
        mood=row["mood"],
        climb=brief.climb,
        opened_at=row["opened_at"],
        last_at=row["last_at"],
        waiting_since=row["waiting_since"],
        alarm=LEVELS[row["alarm_level"]],
        alarm_at=row["alarm_at"],
        closed=bool(row["closed"]),
        moods=brief.moods,
        why=brief.why,
        emotion=brief.emotion,
        firings=brief.firings,
        turns=brief.turns,
        read_turns=brief.read_turns,
        negative_turns=brief.negative_turns,
        alarm_state=_alarm_state(row),
    )


def _alarm_state(row: sa.RowMapping) -> AlarmState | None:
    if not row["alarm_level"]:
        return None
    covered = row["handled_level"] is not None and row["handled_level"] >= row["alarm_level"]
    return AlarmState(row["handled_state"]) if covered else AlarmState.OPEN
