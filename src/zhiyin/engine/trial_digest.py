"""Trial digest: one fingerprint of all that both policies decided, whatever order the conversations were read in."""

import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from zhiyin.domain.outcome import Outcome
from zhiyin.domain.utterance import ConversationRef

_encoder = msgspec.json.Encoder(order="deterministic")
_SIZE = 2**256


class TrialDigest:
    """The sum, modulo 2^256, of one SHA-256 a conversation over the canonical JSON of its outcomes.

    A sum, so that order does not matter and nothing needs to be kept; not an exclusive or, which would let two equal
    conversations cancel out. It finds differences, not forgeries.
    """

    def __init__(self) -> None:
        self._sum = 0

    def add(self, ref: ConversationRef, old: Sequence[Outcome], new: Sequence[Outcome]) -> None:
        # The readings are the same on both sides and stand once; they are most of an outcome's bytes.
        whole = (ref, [outcome.reading for outcome in old], _decided(old), _decided(new))
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(_encoder.encode(whole)).digest())) % _SIZE

    def hexdigest(self) -> str:
        return f"{self._sum:064x}"


def _decided(outcomes: Iterable[Outcome]) -> list[tuple[object, ...]]:
    return [(o.event_id, o.at, o.sequence, o.mood, o.risk, o.decision) for o in outcomes]
