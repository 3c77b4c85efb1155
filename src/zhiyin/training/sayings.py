"""Sayings: hard things customers say, written for this project, some with the turns before them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
import yaml

from zhiyin.domain.errors import SetupError
from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.training.config import OWN
from zhiyin.training.examples import POLARITY_OF

SAYINGS = OWN / "sayings"
SCENES = ("ecommerce", "finance", "government", "medical", "travel")
"""Files of which every second saying is kept for choosing (dev); the other files train."""
_WHO = {"c": False, "a": True}


@dataclass(frozen=True, slots=True)
class Saying:
    """``before``: (said by the agent, text), oldest first. ``intensity`` 0-1, None where nobody judged it."""

    text: str
    before: tuple[tuple[bool, str], ...]
    emotion: Emotion
    polarity: Polarity
    intensity: float | None
    kind: str


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    emotion: Emotion
    intensity: float
    kind: str
    polarity: Polarity | None = None
    before: list[str] = []


def sayings(dev: bool, folder: Path = SAYINGS) -> Iterator[Saying]:
    """The dev half of the scenes' files, or all the rest. SetupError names the file that is malformed."""
    for path in sorted(folder.glob("*.yaml")):
        found = read_sayings(path)
        if path.stem in SCENES:
            yield from found[1 if dev else 0 :: 2]
        elif not dev:
            yield from found


def read_sayings(path: Path) -> tuple[Saying, ...]:
    return _parsed(path.read_text(encoding="utf-8"), path.name)


@lru_cache(256)
def _parsed(text: str, name: str) -> tuple[Saying, ...]:
    """Remembered, as each part of a training reads all files again."""
    try:
        table = msgspec.convert(yaml.load(text, yaml.CSafeLoader), list[_Written])
        return tuple(_saying(w) for w in table)
    except (msgspec.ValidationError, yaml.YAMLError, KeyError) as error:
        raise SetupError(f"sayings {name}: {error}") from error


def _saying(written: _Written) -> Saying:
    before = tuple((_WHO[line[0]], line.partition(":")[2].strip()) for line in written.before)
    polarity = written.polarity or POLARITY_OF[written.emotion]
    return Saying(written.text, before, written.emotion, polarity, written.intensity, written.kind)
