"""History: past conversations with the readings made then, as JSON lines: one conversation a line.

    {"conversation": "c-1", "tenant": "default", "turns": [
      {"event_id": "e-1", "role": "customer", "at": 1767225600000, "text": "...", "scene": "ecommerce",
       "channel": "app", "kind": "message", "facts": {}, "reading": {...} or null}, ...]}

Texts are masked once more on the way in (which changes nothing in what was exported from here), so that a file written
by another hand cannot bring personal data past the mask.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from zhiyin.domain.conversation import Turn
from zhiyin.domain.decision import Decision
from zhiyin.domain.errors import InputError, RowError
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.reading import Polarity, Reading
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Kind, Masked, Origin, Role, Scalar, Utterance
from zhiyin.pipeline.mask import mask

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of one conversation."""


@dataclass(frozen=True, slots=True)
class _TurnLine:
    event_id: str
    role: Role
    at: int
    text: str
    scene: str
    channel: str = "chat"
    kind: Kind = Kind.MESSAGE
    facts: Mapping[str, Scalar] = field(default_factory=dict)
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    conversation: str
    turns: tuple[_TurnLine, ...]
    tenant: str = "default"


_decoder = msgspec.json.Decoder(_Line)
_encoder = msgspec.json.Encoder()


def history_line(ref: ConversationRef, turns: Sequence[Turn]) -> bytes:
    """One conversation as a line, with its line feed."""
    found = tuple(_as_line(t) for t in turns)
    return _encoder.encode(_Line(ref.id, found, ref.tenant)) + b"\n"


def read_history(path: Path) -> Iterator[tuple[ConversationRef, list[Turn]]]:
    """Conversations of an exported file, one in memory at a time. RowError names the line that cannot be read."""
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if line.strip():
                    yield _conversation(line, f"{path}, line {number}")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None


def as_turn(masked: Masked, sequence: int, reading: Reading | None) -> Turn:
    """A turn with a reading and nothing decided yet: what a trial needs."""
    origin = masked.origin
    outcome = Outcome(
        origin.conversation, origin.event_id, origin.at, sequence, reading, 0.0, Risk(0.0, Tier.NONE, ()), Decision("")
    )
    return Turn(masked, outcome)


def _as_line(turn: Turn) -> _TurnLine:
    origin = turn.masked.origin
    reading = turn.outcome.reading if turn.outcome else None
    return _TurnLine(
        event_id=origin.event_id,
        role=origin.role,
        at=origin.at,
        text=turn.masked.text,
        scene=origin.scene,
        channel=origin.channel,
        kind=origin.kind,
        facts=origin.facts,
        reading=reading,
    )


def _conversation(line: bytes, where: str) -> tuple[ConversationRef, list[Turn]]:
    if len(line) > LONGEST_LINE:
        raise RowError(f"{where}: longer than {LONGEST_LINE // 1024 // 1024} MB: one conversation belongs on one line")
    try:
        found = _decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        # The message names a place in the JSON and the type expected there, not what was said.
        raise RowError(f"{where}: not a conversation of an export ({error}); export it again") from None
    ref = ConversationRef(found.tenant, found.conversation)
    return ref, [_turn(ref, t, n, where) for n, t in enumerate(found.turns, 1)]


def _turn(ref: ConversationRef, line: _TurnLine, sequence: int, where: str) -> Turn:
    if line.reading and set(line.reading.polarity_probs) != set(Polarity):
        raise RowError(f"{where}: the reading of {line.event_id!r} must give all of negative, neutral, positive")
    origin = Origin(ref, line.event_id, line.role, line.at, line.kind, line.scene, line.channel, line.facts)
    return as_turn(mask(Utterance(origin, RawText(line.text))), sequence, line.reading)
