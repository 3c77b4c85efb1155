"""Reader pool: what the shipped reader made of turns whose true polarity is known, to teach with its real errors.

The dialogues that tell how conversations end carry marks set by people; the live path has readings, which err and
doubt. So a mark is replaced by the reading that the model gave to some turn of the same truth.
"""

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from zhiyin.domain.errors import SetupError
from zhiyin.domain.example import ExampleConversation
from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.utterance import ConversationRef, Origin, Role, Utterance
from zhiyin.packs import load_conversations
from zhiyin.pipeline.features import CueFinder, features, follow
from zhiyin.pipeline.mask import mask
from zhiyin.seams import TextModel
from zhiyin.training.config import HERE

POOL = HERE / "data" / "reader_pool.json"


class Read(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reading of one turn, without what the course does not use."""

    negative: float
    positive: float
    intensity: float
    polarity: Polarity
    unsure: bool


class ReaderPool(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By true polarity. ``model`` names the reader that was measured."""

    model: str
    readings: Mapping[Polarity, Sequence[Read]]

    def draw(self, truth: Polarity, chance: random.Random) -> Reading:
        """A reading that the model gave to a turn of that truth; the same ``chance``, the same draw."""
        return reading_of(chance.choice(self.readings[truth]), self.model)


def reading_of(read: Read, model: str) -> Reading:
    probs = {
        Polarity.NEGATIVE: read.negative,
        Polarity.NEUTRAL: max(0.0, 1 - read.negative - read.positive),
        Polarity.POSITIVE: read.positive,
    }
    confidence = max(probs.values())
    return Reading(read.polarity, probs, Emotion.CALM, {}, read.intensity, confidence, read.unsure, 0.0, (), model)


def load_pool(path: Path = POOL) -> ReaderPool:
    try:
        return msgspec.json.decode(path.read_bytes(), type=ReaderPool)
    except (msgspec.DecodeError, OSError) as error:
        raise SetupError(
            f"readings to draw from, {path.name}: {error}; make it again (training reader-pool)"
        ) from error


def write_pool(pool: ReaderPool, path: Path = POOL) -> Path:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(pool), indent=0) + b"\n")
    return path


def measure_pool(model: TextModel, cues: CueFinder) -> ReaderPool:
    """Reads the shipped conversations; turns for which their author accepts one polarity only."""
    found: dict[Polarity, list[Read]] = {p: [] for p in Polarity}
    for conversation in load_conversations():
        items = [(next(iter(truth)), item) for truth, item in _walk(conversation, cues) if len(truth) == 1]
        for (truth, _), reading in zip(items, model.read([item for _, item in items]), strict=True):
            found[truth].append(_short(reading))
    return ReaderPool(model.name, found)


def _walk(conversation: ExampleConversation, cues: CueFinder) -> Iterator[tuple[Collection[Polarity], Features]]:
    """Customer turns with what their author takes for the truth."""
    context: tuple[ContextTurn, ...] = ()
    for turn in conversation.turns:
        origin = Origin(ConversationRef("training", conversation.id), "turn", turn.role, 0, scene=conversation.scene)
        masked = mask(Utterance(origin, turn.say))
        if turn.role is Role.CUSTOMER:
            yield turn.expect.polarity, features(masked, context, cues)
        context = follow(context, masked)


def _short(reading: Reading) -> Read:
    probs = reading.polarity_probs
    return Read(
        round(probs[Polarity.NEGATIVE], 3),
        round(probs[Polarity.POSITIVE], 3),
        round(reading.intensity, 3),
        reading.polarity,
        reading.unsure,
    )
