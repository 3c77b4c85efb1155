"""Moments: the facts after each customer turn of dialogues with a known end, by the same state as the live path."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhiyin.domain.policy import Lexicon
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.state import EmotionState
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Origin, Role, Utterance
from zhiyin.pipeline.emotion import update
from zhiyin.pipeline.facts import facts
from zhiyin.pipeline.features import CueFinder, features
from zhiyin.pipeline.mask import mask
from zhiyin.training.datasets import Row, rows
from zhiyin.training.risk_config import Errors, RiskConfig

_NEGATIVE, _NEUTRAL = "1", "2"
"""Marks of the sets."""
_ORIGIN = Origin(ConversationRef("training", "ssa"), "turn", Role.CUSTOMER, 0)
_WORDLESS = features(mask(Utterance(_ORIGIN, RawText(""))), (), CueFinder(Lexicon({})))
"""A customer turn without words, which is what the sets give."""


@dataclass(frozen=True, slots=True)
class Moment:
    """``place`` is how far the dialogue has gone, above 0 to 1 (its last customer turn); ``bad``: how it ended."""

    facts: Mapping[str, float]
    bad: bool
    dialogue: str
    place: float


def moments(config: RiskConfig, data: Path, part: str, errors: Errors) -> list[Moment]:
    """One moment a customer turn of each dialogue of the sets, the marks misread as often as ``errors`` says."""
    chance = random.Random(config.seed)  # noqa: S311 - errors for training, no secret
    return [m for name in config.sets for row in rows(data, name, part) for m in course(config, row, errors, chance)]


def course(config: RiskConfig, row: Row, errors: Errors, chance: random.Random) -> Iterator[Moment]:
    """The moments of one dialogue, whose ``turns`` are (role, words, mark of the feeling)."""
    turns = row.get("turns")
    marks = [str(t[2]) for t in turns if t[0] == "customer"] if isinstance(turns, list) else []
    state = EmotionState()
    for number, true_mark in enumerate(marks, 1):
        mark = _misread(true_mark, errors, chance.random())
        state = update(state, _WORDLESS, _reading(config.valence[mark], config.intensity[mark]))
        known = facts(state, _WORDLESS, None, 0)
        numbers = {name: float(value) for name, value in known.items() if isinstance(value, int | float)}
        yield Moment(numbers, row.get("label") == config.bad_label, str(row.get("text")), number / len(marks))


def _misread(mark: str, errors: Errors, draw: float) -> str:
    if mark == _NEUTRAL and draw < errors.neutral_as_negative:
        return _NEGATIVE
    if mark == _NEGATIVE and draw < errors.negative_as_neutral:
        return _NEUTRAL
    return mark


def _reading(valence: float, intensity: float) -> Reading:
    """A sure reading of that valence: the sets give marks, not words."""
    label = Polarity.NEGATIVE if valence < 0 else Polarity.POSITIVE if valence > 0 else Polarity.NEUTRAL
    probs = {Polarity.NEGATIVE: max(0.0, -valence), Polarity.POSITIVE: max(0.0, valence)}
    return Reading(
        polarity=label,
        polarity_probs={**probs, Polarity.NEUTRAL: 1 - abs(valence)},
        emotion=Emotion.CALM,
        emotions={},
        intensity=intensity,
        confidence=1.0,
        unsure=False,
        sarcasm=0.0,
        reasons=(),
        model="marks",
    )
