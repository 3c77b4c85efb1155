"""Data sets: from files in the data folder to examples, through the same mask and fold as the live path."""

import gzip
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from zhiyin.domain.errors import SetupError
from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.text import RawText
from zhiyin.models.ngrams import Passage
from zhiyin.pipeline.folding import fold
from zhiyin.pipeline.mask import mask_text
from zhiyin.training.config import OWN, Distant, NgramConfig, Source
from zhiyin.training.examples import Example
from zhiyin.training.own import Labelled, WordRules, sentences, templates
from zhiyin.training.sayings import Saying, sayings

Row = Mapping[str, object]
_T = TypeVar("_T")

_NUMBER = re.compile(r"\[(?:数字|金额|日期|时间)x\]|<#>")
_NAMED = re.compile(r"\[[^\[\]]{1,6}x\]|（某[^）]*）")
_DECODE = msgspec.json.Decoder(dict[str, object])


def passage(text: str, longest: int = 10**6) -> Passage:
    """What the model would see of ``text``. Placeholders of the corpora become ours, so that they mean nothing."""
    text = _NAMED.sub("[订单号]", _NUMBER.sub("8", text))
    if len(text) > longest:
        text = text[: longest // 2] + text[-longest // 2 :]
    safe, entities = mask_text(RawText(text))
    return Passage(fold(safe), tuple(e.span for e in entities))


def rows(data: Path, name: str, part: str) -> list[Row]:
    """Rows of ``text/NAME.PART.jsonl.gz``; none if that part does not exist."""
    path = data / "text" / f"{name}.{part}.jsonl.gz"
    return read_rows(path) if path.exists() else []


def read_rows(path: Path) -> list[Row]:
    try:
        with gzip.open(path, "rb") as lines:
            return [_DECODE.decode(line) for line in lines if line.strip()]
    except (OSError, msgspec.DecodeError) as error:
        raise SetupError(f"{path.name}: not a gzip file of JSON objects, one a line ({error})") from error


def from_sources(config: NgramConfig, data: Path, part: str) -> Iterator[Example]:
    """Examples of all public sets of the configuration; sets that are absent are left out."""
    rules = WordRules(OWN / config.own.distant.file)
    for source in config.sources:
        found = rows(data, source.set, part)
        if source.limit is not None and part == "train":
            found = _sample(found, source.limit, config.seed)
        for row in found:
            example = _example(config, source, row, rules)
            if example:
                yield example


def from_own(config: NgramConfig, dev: bool) -> Iterator[Example]:
    """Our own sentences and, for training, what the sentence patterns make."""
    own = config.own
    for line in sentences(OWN / own.sentences.file, dev):
        yield _own(line, "own", own.sentences.weight, own.distant.sarcasm_weight)
    for saying in sayings(dev):
        if not saying.before:
            yield _said(saying, own.sayings)
    if not dev:
        for line in templates(OWN / own.templates.file, own.templates.per_label, config.seed):
            yield _own(line, "templates", own.templates.weight, own.distant.sarcasm_weight)


def from_lines(config: NgramConfig, data: Path) -> Iterator[Example]:
    """Unlabelled customer-service lines, labelled by word patterns."""
    distant: Distant = config.own.distant
    rules = WordRules(OWN / distant.file)
    chance = random.Random(config.seed)  # noqa: S311 - samples for training, no secret
    for file in distant.lines:
        path = data / "unlabelled" / file.file
        if not path.exists():
            continue
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
            texts = sorted({line.strip() for line in lines if 2 <= len(line.strip()) <= 80})
        for text in _sample(texts, file.limit, config.seed):
            line = rules.label(text)
            if line and (line.emotion is not Emotion.CALM or chance.random() < distant.calm_share):
                yield _own(line, "distant", distant.weight, distant.sarcasm_weight)


def _said(saying: Saying, weight: float) -> Example:
    return Example(
        passage(saying.text),
        "own",
        saying.polarity,
        saying.emotion,
        sarcasm=saying.kind == "sarcasm",
        intensity=saying.intensity,
        weight=weight,
        emotion_weight=weight,
        sarcasm_weight=weight / 10,
    )


def _own(line: Labelled, source: str, weight: float, sarcasm_weight: float) -> Example:
    """None of these lines is sarcastic: they are plain requests or written to mean what they say."""
    return Example(
        passage(line.text),
        source,
        line.polarity,
        line.emotion,
        sarcasm=False,
        weight=weight,
        emotion_weight=weight,
        sarcasm_weight=sarcasm_weight,
    )


def _example(config: NgramConfig, source: Source, row: Row, rules: WordRules) -> Example | None:
    text, label = row.get("text"), str(row.get("label"))
    if not isinstance(text, str) or not text.strip():
        return None
    polarity = config.polarity_maps[source.polarity].get(label) if source.polarity else None
    emotion = _emotion(config, source, text, label, rules)
    return Example(
        passage(text, config.longest),
        source.set,
        Polarity(polarity) if polarity else None,
        emotion,
        _sarcasm(config, source, label),
        strength(source.intensity, row),
        source.weight,
        source.emotion_weight if source.emotion_weight is not None else source.weight,
        source.weight,
    )


def _emotion(config: NgramConfig, source: Source, text: str, label: str, rules: WordRules) -> Emotion | None:
    named = config.emotion_maps[source.emotion].get(label) if source.emotion else None
    if named is None:
        return None
    found = rules.hit(text) if source.emotion == "review" else None
    if found and found.polarity is not Polarity.NEUTRAL and found.polarity.value == label:
        return found.emotion  # the review says which kind: 失望 is disappointed, 谢谢 is grateful
    return Emotion(named)


def _sarcasm(config: NgramConfig, source: Source, label: str) -> bool | None:
    return bool(config.sarcasm_maps[source.sarcasm][label]) if source.sarcasm else None


def strength(kind: str, row: Row) -> float | None:
    """Strength of feeling in 0-1: the strongest of brighter's six scores of 0-3, or how far valence is from 0."""
    if kind == "brighter":
        scores = row.get("scores")
        return max(float(s) for s in scores) / 3 if isinstance(scores, list) and scores else None
    valence = row.get("valence")
    if not isinstance(valence, int | float):
        return None
    full = {"mer_valence": 5.0, "sims_valence": 1.0}.get(kind)
    # mer2023 writes -10 where nobody rated the clip.
    return abs(float(valence)) / full if full and abs(float(valence)) <= full else None


def _sample(found: Sequence[_T], limit: int, seed: int) -> list[_T]:
    if len(found) <= limit:
        return list(found)
    return random.Random(seed).sample(list(found), limit)  # noqa: S311 - samples for training, no secret
