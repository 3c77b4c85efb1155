"""Moments: the facts along dialogues with a known end, by the same state as the live path."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhiyin.domain.policy import Lexicon
from zhiyin.domain.reading import Polarity, Reading
from zhiyin.domain.state import EmotionState
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Origin, Role, Utterance
from zhiyin.pipeline.emotion import update
from zhiyin.pipeline.facts import numbers
from zhiyin.pipeline.features import CueFinder, features
from zhiyin.pipeline.mask import mask
from zhiyin.training.datasets import Row, rows
from zhiyin.training.reader_pool import Read, ReaderPool, reading_of
from zhiyin.training.risk_config import Marked, RiskConfig

_POLARITY = {"1": Polarity.NEGATIVE, "2": Polarity.NEUTRAL, "3": Polarity.POSITIVE}
"""Marks of the sets."""
_CHANNEL = "chat"
CUSTOMER = "customer"

Reader = Callable[[Role, Polarity, random.Random], Reading | None]
"""What is read of a turn of that truth."""


def _wordless(role: Role) -> Origin:
    return Origin(ConversationRef("training", "ssa"), "turn", role, 0, channel=_CHANNEL)


# Turns without words and times, which is what the sets give: their words are numbers, and no turn has a time.
_SILENT = {
    role: features(mask(Utterance(_wordless(role), RawText(""))), (), CueFinder(Lexicon({})))
    for role in (Role.CUSTOMER, Role.AGENT)
}


@dataclass(frozen=True, slots=True)
class Moment:
    """``place`` is the share of the dialogue's turns that have been said, above 0 to 1.

    ``satisfaction`` is how it ended: 1 (bad), 2, 3 (good). ``marks`` are the true marks of the customer's turns from
    the next one on, as far as the sets go ("1" negative, "2", "3" positive).
    """

    facts: Mapping[str, float]
    satisfaction: int
    set: str
    dialogue: str
    place: float
    marks: tuple[str, ...]
    last: bool
    """All has been said."""


def marked(given: Marked) -> Reader:
    """Turns as people marked them, of customers and agents."""
    readings = {truth: _as_marked(given.valence[truth], given.intensity[truth], truth) for truth in Polarity}
    return lambda _role, truth, _chance: readings[truth]


def _as_marked(valence: float, intensity: float, truth: Polarity) -> Reading:
    return reading_of(Read(max(0.0, -valence), max(0.0, valence), intensity, truth, unsure=False), "marks")


def heard(pool: ReaderPool) -> Reader:
    """Turns as the shipped reader hears them: customers only, with its errors and its doubts."""
    return lambda role, truth, chance: pool.draw(truth, chance) if role is Role.CUSTOMER else None


def moments(config: RiskConfig, data: Path, part: str, reader: Reader, name: str | None = None) -> list[Moment]:
    """One moment a customer turn of each dialogue of the sets (``name``: of one)."""
    chance = random.Random(config.seed)  # noqa: S311 - errors for training, no secret
    names = config.sets if name is None else [name]
    return [m for n in names for row in rows(data, n, part) for m in course(n, row, reader, chance)]


def course(name: str, row: Row, reader: Reader, chance: random.Random) -> Iterator[Moment]:
    """The moments of one dialogue: after each customer turn, and its end. Its ``turns`` are (role, words, mark)."""
    given = row.get("turns")
    turns = [(t[0], str(t[2])) for t in given] if isinstance(given, list) else []
    marks = tuple(mark for said_by, mark in turns if said_by == CUSTOMER)
    end, dialogue = int(str(row.get("label"))), str(row.get("text"))
    state, heard_so_far = EmotionState(), 0
    for number, (said_by, mark) in enumerate(turns, 1):
        role = Role.CUSTOMER if said_by == CUSTOMER else Role.AGENT
        state = update(state, _SILENT[role], reader(role, _POLARITY[mark], chance))
        heard_so_far += role is Role.CUSTOMER
        last = number == len(turns)
        if role is Role.CUSTOMER or last:
            yield Moment(
                facts=numbers(state, _CHANNEL, 0),
                satisfaction=end,
                set=name,
                dialogue=dialogue,
                place=number / len(turns),
                marks=marks[heard_so_far:],
                last=last,
            )
