"""Our own words: written sentences, sentence patterns, and word patterns for unlabelled lines."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.training.examples import POLARITY_OF

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Labelled:
    text: str
    emotion: Emotion
    polarity: Polarity


def sentences(path: Path, dev: bool) -> Iterator[Labelled]:
    """Written sentences: odd places of each list train, even places are dev."""
    table: dict[str, dict[str, list[str]]] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    for label, scenes in table.items():
        emotion = Emotion(label)
        for lines in scenes.values():
            for line in lines[1 if dev else 0 :: 2]:
                text, _, polarity = line.partition(" => ")
                yield Labelled(text, emotion, Polarity(polarity) if polarity else POLARITY_OF[emotion])


def templates(path: Path, per_label: int, seed: int) -> Iterator[Labelled]:
    """``per_label`` sentences of each label from its patterns, slots filled by chance; the same for the same seed."""
    table = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    slots: dict[str, list[str]] = table["slots"]
    chance = random.Random(seed)  # noqa: S311 - samples for training, no secret
    for label, patterns in table["labels"].items():
        emotion = Emotion(label)
        for number in range(per_label):
            pattern = patterns[number % len(patterns)]
            text = _SLOT.sub(lambda slot: chance.choice(slots[slot.group(1)]), pattern)
            yield Labelled(text + chance.choice(("", "", "", "。", "!", "啊")), emotion, POLARITY_OF[emotion])


@dataclass(frozen=True, slots=True)
class _Rule:
    label: Emotion
    polarity: Polarity
    pattern: re.Pattern[str]


class WordRules:
    """Labels a line by listed word patterns; the first that hits wins. Noisy by nature, hence low weights."""

    def __init__(self, path: Path) -> None:
        table = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        self._skip = re.compile("|".join(table["skip"]))
        self._rules = [
            _Rule(Emotion(r["label"]), Polarity(r["polarity"]), re.compile(r["pattern"])) for r in table["rules"]
        ]
        rest = table["rest"]
        self._rest = _Rule(Emotion(rest["label"]), Polarity(rest["polarity"]), re.compile(rest["unless"]))
        self._longest = int(rest["longest"])

    def label(self, text: str) -> Labelled | None:
        """None: a line of the agent, or nothing in it to go by."""
        if self._skip.search(text):
            return None
        found = self.hit(text)
        if found:
            return found
        if len(text) > self._longest or self._rest.pattern.search(text):
            return None
        return Labelled(text, self._rest.label, self._rest.polarity)

    def hit(self, text: str) -> Labelled | None:
        """What the first matching rule says, if any."""
        return next((Labelled(text, r.label, r.polarity) for r in self._rules if r.pattern.search(text)), None)
